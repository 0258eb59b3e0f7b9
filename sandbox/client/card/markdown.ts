import MarkdownIt from 'markdown-it';

/** What Teams reads in a TextBlock: bold, italic, links and lists. Nothing else is enabled, HTML least of all. */
const markdown = new MarkdownIt('zero', { breaks: true }).enable([
  ...['newline', 'escape', 'entity', 'emphasis', 'link'],
  ...['list'],
]);

markdown.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, index, options);
};

/** HTML that is safe to insert: markup in the text comes out as text, and links are of harmless schemes only. */
export function markdownHtml(text: string): string {
  return markdown.render(text);
}
