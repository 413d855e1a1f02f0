import { Invalid } from '../../../../platform/http/index.js';

export const FACTS = [
  'number',
  'type',
  'stage',
  'department',
  'order',
  'amount',
  'voucher',
  'reason',
] as const;

const LINE = /^([a-z_]{1,30}\d{0,3})\s*[=:：]\s*([a-z]+)$/;
const MOST = 20;

/** Each line has a keyword and its fact: `thing4 = stage`. Throws Invalid for the field `fields`. */
export function readFields(text: string): Record<string, string> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const pairs = lines.map((line) => LINE.exec(line)?.slice(1) ?? []);
  const known = pairs.every(([, fact]) => FACTS.some((one) => one === fact));
  if (!known || pairs.length === 0 || pairs.length > MOST) throw Invalid.field('fields', 'bad_facts');
  return Object.fromEntries(pairs as [string, string][]);
}

export function readTemplateId(text: string): string {
  const id = text.trim();
  if (!/^[\w-]{10,100}$/.test(id)) throw Invalid.field('templateId', 'bad_template_id');
  return id;
}
