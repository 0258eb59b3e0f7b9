import { inScheme } from './scheme.js';
import type { ShownMail, Theme } from './shown.js';

/** A mail as a mail program shows it: subject, the HTML in a frame where no script runs, and the text part. */
export function mailView({ subject, html, text }: ShownMail, theme: Theme): HTMLElement {
  const view = document.createElement('div');
  view.className = 'mail';
  const head = document.createElement('p');
  head.className = 'mail-subject';
  head.textContent = subject;
  const frame = document.createElement('iframe');
  frame.title = subject;
  // Of this origin, so that its height can be read; without scripts that gives a mail nothing.
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.srcdoc = inScheme(html, theme === 'light' ? 'light' : 'dark');
  frame.addEventListener('load', () => {
    frame.style.blockSize = `${frame.contentDocument?.documentElement.scrollHeight ?? 0}px`;
  });
  const plain = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = 'As plain text';
  const words = document.createElement('pre');
  words.textContent = text;
  plain.append(summary, words);
  view.append(head, frame, plain);
  return view;
}
