/** One record by RFC 4180. A cell that a spreadsheet would compute is led by an apostrophe, which makes it text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const literal = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(literal) ? `"${literal.replaceAll('"', '""')}"` : literal;
}

/** Also in full width, which some spreadsheets take for the same. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
