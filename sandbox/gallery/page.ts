import { build } from 'esbuild';
import { html, Html } from '../../web/html.js';
import type { GalleryData } from '../client/gallery/shown.js';
import { parts } from '../cloud/directory/cast.js';
import { type Entry, type Kind, kinds } from './entries.js';

const client = new URL('../client/', import.meta.url);

/** The gallery as one file: nothing in it is fetched, and its own policy forbids that as well. */
export async function galleryPage(entries: readonly Entry[]): Promise<string> {
  const [script, style] = await bundles();
  const data: GalleryData = {
    shown: Object.fromEntries(entries.map(({ id, shown }) => [id, shown])),
    people: parts.map(({ name, title }) => ({ id: name, name, title })),
  };
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
  const { markup } = html`<!doctype html>
    <html lang="en-GB" data-theme="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>Cards and mails</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header class="page-head">
          <h1>Cards and mails</h1>
          <p>Every card and every mail of the bot, in every state, as Microsoft’s renderer and a browser draw them.</p>
        </header>
        <nav class="index" aria-label="Kinds">
          <ul>
            ${inKinds(entries).map(([kind, those]) => html`<li><a href="#${kind}">${kinds[kind]}</a> (${String(those.length)})</li>`)}
          </ul>
        </nav>
        ${controls()}
        <main>${inKinds(entries).map(section)}</main>
        <script type="application/json" id="data">
          ${new Html(JSON.stringify(data).replaceAll('<', '\\u003c'))}
        </script>
        <script>
          ${new Html(script.replaceAll('</script', '<\\/script'))};
        </script>
      </body>
    </html>`;
  return markup;
}

/** Script and style, in this order. */
async function bundles(): Promise<readonly [string, string]> {
  const { outputFiles } = await build({
    entryPoints: ['gallery.ts', 'gallery/gallery.css'].map((file) => new URL(file, client).pathname),
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [script, style] = outputFiles;
  if (!script || !style) throw new Error('the gallery’s script or style was not bundled');
  return [script.text, style.text];
}

function inKinds(entries: readonly Entry[]): readonly (readonly [Kind, readonly Entry[]])[] {
  return (Object.keys(kinds) as Kind[]).map((kind) => [kind, entries.filter((entry) => entry.kind === kind)]);
}

function controls(): Html {
  return html`<form class="controls" role="search" aria-label="What is shown">
    <label>Filter <input id="filter" type="search" autocomplete="off" /></label>
    <label
      >Theme
      <select id="theme">
        <option value="">Light and dark</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
        <option value="contrast">High contrast</option>
      </select></label
    >
    <label
      >Width
      <select id="width">
        <option value="">Wide and 320 pixels</option>
        <option value="wide">Wide</option>
        <option value="narrow">320 pixels</option>
      </select></label
    >
    <p id="count" role="status"></p>
    <p id="told" role="status"></p>
  </form>`;
}

function section([kind, entries]: readonly [Kind, readonly Entry[]]): Html {
  return html`<section class="kind" id="${kind}" aria-labelledby="${kind}-heading">
    <h2 id="${kind}-heading">${kinds[kind]}</h2>
    <details class="names">
      <summary>All ${String(entries.length)} by name</summary>
      <ul>
        ${entries.map(({ id, names: [name = ''] }) => html`<li><a href="#${id}">${name}</a></li>`)}
      </ul>
    </details>
    ${entries.map(figure)}
  </section>`;
}

function figure({ id, names: [name = '', ...alike] }: Entry): Html {
  const also = alike.length === 0 ? [] : [html`<p class="also">The same as ${alike.join(', ')}</p>`];
  return html`<article class="figure" id="${id}" aria-labelledby="${id}-name">
    <h3 id="${id}-name">${name}</h3>
    ${also}
    <div class="panes"></div>
  </article>`;
}
