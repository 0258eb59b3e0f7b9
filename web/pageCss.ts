/** The stylesheet of the pages. Served from an address of its own: the pages' policy allows no inline styles. */
export const pageCss = `:root {
  color-scheme: light dark;
  --page: #f3f5fa;
  --card: #ffffff;
  --text: #1b2333;
  --quiet: #4c566b;
  --line: #d5dae5;
  --accent: #3d46b3;
  --onAccent: #ffffff;
  --note: #fff6e0;
  --noteText: #4a3200;
  --noteLine: #c98a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151d;
    --card: #1b202c;
    --text: #e8ebf3;
    --quiet: #b4bccd;
    --line: #353d4f;
    --accent: #aab4ff;
    --onAccent: #12151d;
    --note: #2b2412;
    --noteText: #f6e3b4;
    --noteLine: #d7a43a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto;
  padding: 1.25rem 1rem 2rem;
  max-width: 42rem;
  background: var(--page);
  color: var(--text);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: break-word;
}
h1, h2, h3, p { margin: 0; }
h1 { font-size: clamp(1.75rem, 7vw, 2.25rem); line-height: 1.15; letter-spacing: -0.015em; }
h2 { font-size: 1.25rem; line-height: 1.3; }
h3 { font-size: 1.0625rem; line-height: 1.45; }
a { color: var(--accent); font-weight: 600; text-underline-offset: 0.15em; }
ol a, a[href^="tel:"] { display: inline-block; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
.service { display: flex; align-items: center; gap: 0.5rem; margin-block-end: 1.25rem; color: var(--accent); font-weight: 600; }
.lead { margin-block-start: 0.75rem; color: var(--quiet); }
main { display: grid; gap: 1rem; margin-block: 1.5rem; }
section, aside { padding: 1rem; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
section p, aside p { margin-block-start: 0.5rem; }
aside { border-color: var(--noteLine); border-inline-start-width: 5px; background: var(--note); color: var(--noteText); }
aside h2 { font-size: 1.0625rem; }
ol, ul { margin: 0; padding: 0; list-style: none; }
ol { counter-reset: step; }
ol > li { position: relative; margin-block-start: 1.25rem; padding-inline-start: 2.75rem; counter-increment: step; }
ol > li::before {
  content: counter(step);
  position: absolute;
  inset-block-start: -0.2rem;
  inset-inline-start: 0;
  inline-size: 2rem;
  block-size: 2rem;
  border: 1px solid var(--accent);
  border-radius: 50%;
  background: var(--accent);
  color: var(--onAccent);
  font-weight: 700;
  line-height: 1.875rem;
  text-align: center;
}
ol p { margin-block-start: 0.25rem; color: var(--quiet); }
ul > li { margin-block-start: 0.75rem; padding-inline-start: 0.875rem; border-inline-start: 3px solid var(--accent); }
details { border-block-start: 1px solid var(--line); }
h2 + details { margin-block-start: 0.75rem; }
details:last-child { margin-block-end: -0.75rem; }
summary { padding-block: 0.75rem; font-weight: 600; cursor: pointer; }
summary::marker { color: var(--accent); }
.answer { padding-block-end: 1rem; padding-inline-start: 1.1rem; color: var(--quiet); }
.answer p:first-child { margin-block-start: 0; }
form { display: grid; gap: 0.5rem; margin-block-start: 1rem; }
label { font-weight: 600; }
.hint { margin-block-start: 0; color: var(--quiet); }
input { padding: 0.625rem 0.75rem; border: 1px solid var(--quiet); border-radius: 8px; background: var(--page); color: var(--text); font: inherit; text-transform: uppercase; }
input[aria-invalid="true"] { border: 2px solid var(--noteLine); }
button { justify-self: start; min-block-size: 2.75rem; padding: 0.5rem 1.5rem; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--onAccent); font: inherit; font-weight: 600; cursor: pointer; }
footer { color: var(--quiet); font-size: 0.9375rem; }
@media (min-width: 24rem) {
  section, aside { padding: 1.25rem; }
}
@media (min-width: 40rem) {
  body { padding-block: 2.5rem 3rem; }
  section { padding: 1.5rem 1.75rem; }
  aside { padding: 1.25rem 1.75rem; }
}
@media (forced-colors: active) {
  .service, summary::marker { color: CanvasText; }
}
@media print {
  :root {
    --page: #ffffff;
    --card: #ffffff;
    --text: #000000;
    --quiet: #000000;
    --line: #767676;
    --accent: #000000;
    --onAccent: #ffffff;
    --note: #ffffff;
    --noteText: #000000;
    --noteLine: #000000;
  }
  body { max-width: none; padding: 0; font-size: 11pt; }
  section, aside { padding: 0.75rem 1rem; }
  ol > li::before { background: none; color: #000000; }
  ol > li, details, aside { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
