import type { Fields } from '../fields.js';
import { parseJson } from '../json.js';
import { parseXml } from './xml.js';

export type Format = 'xml' | 'json';

/** An administrator chooses XML or JSON in WeChat's console. The body itself shows which it is. */
export function parseBody(body: string): { format: Format; fields: Fields } {
  const text = body.replace(/^\uFEFF/, '').trim();
  return text.startsWith('{')
    ? { format: 'json', fields: parseJson(text) }
    : { format: 'xml', fields: parseXml(text) };
}
