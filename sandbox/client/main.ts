import { render } from 'lit-html';
import './theme.css';
import './card/card.css';
import './page.css';
import { keepChosen, recallChosen } from './kept.js';
import { Page } from './page.js';
import { appView } from './view/app.js';
import { showDialogs } from './view/dialogs.js';
import { keepFocus } from './view/focus.js';
import { stickToEnd } from './view/stick.js';

const page = new Page((drawn) => {
  const keepers = [stickToEnd(document.body), keepFocus(drawn)];
  document.documentElement.dataset['theme'] = drawn.state.theme;
  render(appView(drawn), document.body);
  showDialogs(drawn);
  for (const keep of keepers) keep();
});

const room = window.matchMedia('(min-width: 900px)');
const roomForThree = window.matchMedia('(min-width: 1150px)');
const measure = (): void => {
  page.state.wide = room.matches;
  page.state.seats = roomForThree.matches ? 3 : 2;
  if (page.state.wide && page.state.tab === 'chats') page.state.tab = 'guide';
  page.update();
};
room.addEventListener('change', measure);
roomForThree.addEventListener('change', measure);
if (window.matchMedia('(prefers-color-scheme: dark)').matches) page.state.theme = 'dark';
if (window.matchMedia('(prefers-contrast: more)').matches) page.state.theme = 'contrast';
recallChosen(page.state, undefined);
window.addEventListener('pagehide', () => {
  keepChosen(page.state);
});
measure();
page.connect();
