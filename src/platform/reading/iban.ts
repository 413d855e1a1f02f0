/** How long the account numbers of a country are. Numbers of orders look alike, so that only these are looked for. */
const LENGTHS = new Map(
  [
    ['no', 15],
    ['be', 16],
    ['dk fi nl', 18],
    ['si', 19],
    ['at ee lt lu', 20],
    ['ch hr lv', 21],
    ['bg de gb ie', 22],
    ['ae', 23],
    ['ad cz es ro sa se sk', 24],
    ['pt', 25],
    ['tr', 26],
    ['fr gr it', 27],
    ['cy hu pl', 28],
    ['mt', 31],
  ].flatMap(([countries, length]) =>
    String(countries)
      .split(' ')
      .map((country): [string, number] => [country, Number(length)]),
  ),
);
const BEGINNING = /(?<![a-z0-9])([a-z]{2})\d{2}(?=[ -]?[a-z0-9])/g;

/** The international numbers of bank accounts in a text in lower case, with or without blanks between their groups. */
export function ibansIn(text: string): { at: number; value: string }[] {
  return [...text.matchAll(BEGINNING)].flatMap(({ 1: country, index: at }) => {
    const value = taken(text.slice(at), LENGTHS.get(country!) ?? 0);
    return value !== undefined && isSound(value.replace(/[ -]/g, '')) ? [{ at, value }] : [];
  });
}

function taken(text: string, length: number): string | undefined {
  if (length === 0) return undefined;
  const pattern = new RegExp(String.raw`^[a-z0-9](?:[ -]?[a-z0-9]){${length - 1}}(?![a-z0-9])`);
  return pattern.exec(text)?.[0];
}

/** The two digits behind the country check all others. */
function isSound(iban: string): boolean {
  const turned = `${iban.slice(4)}${iban.slice(0, 4)}`;
  const digits = turned.replace(/[a-z]/g, (letter) => String(parseInt(letter, 36)));
  return BigInt(digits) % 97n === 1n;
}
