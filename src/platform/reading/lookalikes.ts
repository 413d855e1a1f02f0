const FOREIGN = 'АВЕКМНОРСТХУІЅЈаеорсухіѕјԁӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const LATIN = 'ABEKMHOPCTXYISJaeopcyxisjdlABEZHIKMNOPTYXo';
const PAIRS = new Map([...FOREIGN].map((letter, at) => [letter, LATIN[at]!]));

const MIXED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+/gu;

/**
 * A word that mixes Latin letters with Cyrillic or Greek ones that look the same is read as Latin. Words of one script
 * stay as they are.
 */
export function withoutLookalikes(text: string): string {
  return text.replace(MIXED, (word) => {
    const isMixed = /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word);
    return isMixed ? [...word].map((letter) => PAIRS.get(letter) ?? letter).join('') : word;
  });
}
