import { randomBytes } from 'node:crypto';
import { textAt, type Typed } from '../../forms/index.js';

const LONGEST = 80;

/** Reads the fields `name.zh-CN` and `name.en`. A name given in only one language is used for both. */
export function nameIn(typed: Typed, path = 'name'): { 'zh-CN': string; en: string } {
  const [zh = '', en = ''] = ['zh-CN', 'en'].map((one) => textAt(typed, `${path}.${one}`).slice(0, LONGEST));
  return { 'zh-CN': zh || en, en: en || zh };
}

export function randomKey(kind: string): string {
  return `${kind}_${randomBytes(4).toString('hex')}`;
}
