/** What must stand in no log, event or audit row, by what it is. Each finds whole numbers only, never part of an id. */
const SHAPES: Record<string, (text: string) => string[]> = {
  'a phone number': (text) => text.match(/(?<![\d.\w-])(\+?86)?1[3-9]\d{9}(?![\d\w-])/g) ?? [],
  'a bank card': (text) => (text.match(/(?<![\d.\w-])\d{16,19}(?![\d\w-])/g) ?? []).filter(isCard),
  'an identity number': (text) =>
    (text.match(/(?<![\d\w-])\d{17}[\dXx](?![\d\w-])/g) ?? []).filter(isIdentityNumber),
  'an encrypted value': (text) => text.match(/\bv1\.[0-9a-f]{8}\.[\w-]{20,}/g) ?? [],
};

/** Returns what of it stands in the text, and where of the `known` values one does. */
export function personalIn(text: string, known: readonly string[] = []): string[] {
  const shaped = Object.entries(SHAPES).flatMap(([what, find]) =>
    find(text).map((found) => `${what}: ${found}`),
  );
  return [
    ...shaped,
    ...known.filter((value) => text.includes(value)).map((value) => `what is known: ${value}`),
  ];
}

/** The check of Luhn, which the numbers of bank cards pass. */
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const twice = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0 && !/^(19|20)\d{12,17}$/.test(digits);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function isIdentityNumber(text: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}
