const QUOTED = /[",\r\n]/;
/** A spreadsheet would take a text that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** This mark tells spreadsheets that the text is UTF-8. */
export const MARK = '\uFEFF';

export function csvOf(rows: readonly (readonly string[])[]): string {
  return MARK + csvLines(rows);
}

export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
