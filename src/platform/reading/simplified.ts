import { Converter } from 'opencc-js/t2cn';

// The library's own type of a converter is not found by compilers that ask for endings of files.
const convert = Converter({ from: 't', to: 'cn' }) as (text: string) => string;
/** Two spellings of one word that the mainland writes with the second character. */
const SPELLINGS = new Map([
  ['帐', '账'],
  ['著', '着'],
  ['妳', '你'],
  ['牠', '它'],
]);
const known = new Map<string, string>();

/**
 * Replaces each traditional character by its simplified one. Characters are read one by one and not as words, because
 * the same character must be the same in a search and in what is searched, whatever stands beside it.
 */
export function simplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, one);
}

function one(character: string): string {
  const found = known.get(character);
  if (found !== undefined) return found;
  const converted = convert(character);
  const simple = SPELLINGS.get(converted) ?? converted;
  known.set(character, simple);
  return simple;
}
