const QUOTED = /[",\r\n]/;
/** A spreadsheet would take a text that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** This mark tells spreadsheets that the text is UTF-8. */
const MARK = '\uFEFF';

export function csvOf(rows: readonly (readonly string[])[]): string {
  return `${MARK}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
