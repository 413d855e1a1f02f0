const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10x98765432';
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/** A bank card has 16 to 19 digits, of which the last one is checked by ISO/IEC 7812 (Luhn). */
export function isCard(digits: string): boolean {
  return /^[1-9]\d{15,18}$/.test(digits) && luhn(digits) % 10 === 0;
}

/**
 * An identity number (GB 11643) begins with a province and has a birthday from its seventh digit on, and its last sign
 * checks the others.
 */
export function isIdentity(digits: string): boolean {
  if (!/^\d{17}[\dx]$/.test(digits) || !PROVINCE.test(digits) || !isBirthday(digits.slice(6, 14)))
    return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return CHECKS[sum % 11] === digits[17];
}

/** Until 1999 an identity number had 15 digits, with a birthday of two digits for the year, and none to check it. */
export function isOldIdentity(digits: string): boolean {
  return /^\d{15}$/.test(digits) && PROVINCE.test(digits) && isBirthday(`19${digits.slice(6, 12)}`);
}

function luhn(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

function isBirthday(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
}
