import { randomBytes } from 'node:crypto';
import { inEachLanguage, type LocalizedText } from '../../../platform/text/index.js';
import { textAt, type Typed } from '../../forms/index.js';

const LONGEST = 80;

/** Reads a name from a field for each language (`name.en`). One that was left empty takes the first that is given. */
export function nameIn(typed: Typed, path = 'name'): LocalizedText {
  const given = inEachLanguage((language) => textAt(typed, `${path}.${language}`).slice(0, LONGEST));
  const first = Object.values(given).find((name) => name !== '') ?? '';
  return inEachLanguage((language) => given[language] || first);
}

export function randomKey(kind: string): string {
  return `${kind}_${randomBytes(4).toString('hex')}`;
}
