import { render } from 'lit-html';
import './theme.css';
import './card/card.css';
import './page.css';
import { Page } from './page.js';
import { appView, settle } from './view/app.js';

const page = new Page((drawn) => {
  const keep = settle(document.body);
  document.documentElement.dataset['theme'] = drawn.state.theme;
  render(appView(drawn), document.body);
  keep();
});

const room = window.matchMedia('(min-width: 900px)');
const measure = (): void => {
  page.state.wide = room.matches;
  if (page.state.wide && page.state.tab === 'chats') page.state.tab = 'guide';
  page.update();
};
room.addEventListener('change', measure);
if (window.matchMedia('(prefers-color-scheme: dark)').matches) page.state.theme = 'dark';
if (window.matchMedia('(prefers-contrast: more)').matches) page.state.theme = 'contrast';
measure();
page.connect();
