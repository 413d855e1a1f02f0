import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RETENTION_CLASSES } from '../../src/retention/index.js';
import { root } from '../../src/platform/config/index.js';

export interface Body {
  type?: string;
  bytes: string | Uint8Array<ArrayBuffer>;
}

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=cut';
const PART = '--cut\r\nContent-Disposition: form-data; name="on"\r\n\r\nyes\r\n';

/** Returns bodies that no form of ours sends, by their fault, each with a valid form token if it can hold one. */
export function unreadableForms(csrf: string): Record<string, Body> {
  const form = (rest: string): Body => ({ type: FORM, bytes: `_csrf=${encodeURIComponent(csrf)}&${rest}` });
  return {
    'no body at all': { bytes: '' },
    'an empty body': { type: FORM, bytes: '' },
    'a broken percent sign': form('text=100%&on=yes'),
    'a percent sign that is cut off': form('text=%E4%B'),
    'escaped bytes that are no UTF-8': form('text=%FF%FE'),
    'bytes that are no UTF-8': {
      type: FORM,
      bytes: Buffer.concat([Buffer.from(`_csrf=${csrf}&text=`), Buffer.from([0xff])]),
    },
    'plain text': { ...form('on=yes'), type: 'text/plain' },
    'no type': { ...form('on=yes'), type: '' },
    JSON: { type: 'application/json', bytes: JSON.stringify({ _csrf: csrf, on: 'yes' }) },
    'broken JSON': { type: 'application/json', bytes: `{"_csrf":"${csrf}",` },
    'parts without a file': { type: MULTIPART, bytes: `${PART}--cut--\r\n` },
    'parts that break off': { type: MULTIPART, bytes: PART },
    'parts without a boundary': { type: 'multipart/form-data', bytes: PART },
    'too many fields': form('a=1&'.repeat(1_001)),
    'fields nested too deep': form(`a${'[b]'.repeat(40)}=1`),
    'a character that no column takes': form('text=%00'),
  };
}

/** These fields may be sent several times by one form. */
const SEVERAL = ['departments', 'memberIds'];
/** These fields are made by a script, drawn from a list or asked in a review, and stand in no template. */
const ELSEWHERE = ['upTo', '0[name]', 'name[zh-CN]', 'move', ...RETENTION_CLASSES];
export const FIELDS = fieldNames().filter((name) => !SEVERAL.includes(name));

function fieldNames(): string[] {
  const folder = join(root, 'templates');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.hbs'),
  );
  const named = files.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/\bname=['"]([A-Za-z]\w*)['"]/g),
  ]);
  return [...new Set([...ELSEWHERE, ...named.map(([, name]) => name!)])].filter((name) => name !== '_csrf');
}

/** Returns a form for each way to send something other than a text in every known field. */
export function misshapenForms(csrf: string): Record<string, Body> {
  const form = (of: (name: string) => string): Body => ({
    type: FORM,
    bytes: `_csrf=${encodeURIComponent(csrf)}&${FIELDS.map(of).join('&')}`,
  });
  return {
    'every field twice': form((name) => `${name}=yes&${name}=yes`),
    'every field with parts of its own': form((name) => `${name}[part]=yes`),
  };
}

export const UNREADABLE_JSON: Record<string, Body> = {
  'broken JSON': { type: 'application/json', bytes: '{"text":' },
  'bytes that are no UTF-8': {
    type: 'application/json',
    bytes: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  },
  'a bare text': { type: 'application/json', bytes: '"text"' },
  'nested too deep': { type: 'application/json', bytes: `{"a":${'['.repeat(60)}${']'.repeat(60)}}` },
  'a character that no column takes': { type: 'application/json', bytes: '{"text":"\\u0000"}' },
};
