import { masked, readable } from '../platform/reading/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/** PostgreSQL accepts no search word longer than 2,046 bytes, and nobody searches for such a word. */
const LONGEST_WORD = 100;
/** PostgreSQL refuses an index row over a megabyte, and long ones make every change slow. What follows after so many bytes of words is left out. */
const MOST_BYTES = 32 * 1024;
const MOST_ASKED = 60;

/**
 * Chinese is written without spaces, so every run of Han characters becomes overlapping pairs. Other letters and digits
 * stay whole words: `bigrams('退款 T100001')` returns `退款` and `t100001`. Texts that look the same have the same words.
 */
export function bigrams(text: string): string[] {
  const words: string[] = readable(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [
    ...new Set(
      words.flatMap((word) => word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).flatMap(pairs),
    ),
  ];
}

/** So many neighbouring ids are a block of the index, as `ticket_words` of the database has it. */
export const BLOCKS = { small: 2 ** 12, large: 2 ** 17 } as const;

/** Where tickets are searched for: in the block with this number and those before it, and in departments. */
export interface Places {
  blocks?: { size: keyof typeof BLOCKS; last: number; many: number } | undefined;
  departments?: string[];
}

/** Expects `ticket t` in the query. All words must be found; the last Latin word may be unfinished. */
export function matches(query: string, { blocks, departments }: Places = {}): Sql {
  const terms = termsOf(query);
  if (terms.length === 0 || departments?.length === 0) return sql`false`;
  const all = [
    ...terms,
    ...(blocks ? [anyOf(blocks.size === 'small' ? '#' : '##', numbersOf(blocks))] : []),
    ...(departments ? [anyOf('@', departments)] : []),
  ];
  return sql`ticket_words(t.search, t.id, t.department_id) @@ ${all.join(' & ')}::tsquery`;
}

/** Expects `ticket t` in the query. Asks rows that are read anyway, and with `is true` no index. */
export function matchesRow(query: string): Sql {
  const terms = termsOf(query);
  return terms.length === 0 ? sql`false` : sql`(t.search @@ ${terms.join(' & ')}::tsquery) is true`;
}

function numbersOf({ last, many }: { last: number; many: number }): number[] {
  return Array.from({ length: many }, (_, index) => last - index);
}

function anyOf(sign: string, of: (number | string)[]): string {
  return `(${of.map((one) => `'${sign}${one}'`).join(' | ')})`;
}

function termsOf(query: string): string[] {
  const words = bigrams(query).slice(0, MOST_ASKED);
  return words.map((word) => `'${word}'${/\p{Script=Han}/u.test(word) && word.length > 1 ? '' : ':*'}`);
}

/** What a ticket is found by. Of two texts the first is the one that must be found if there is no room for both. */
export interface Findable {
  /** Is empty while the ticket has none. */
  number: string;
  subject: string;
  customerName: string;
  fields: Record<string, string>;
}

/** Personal numbers are left out, so that nobody finds a ticket by the number of a card. */
export function searchWords({ number, subject, customerName, fields }: Findable): string[] {
  const { order = '', errorCode = '', ...others } = fields;
  const words = new Set(number === '' ? [] : [`t${number}`, number]);
  let room = MOST_BYTES;
  for (const text of [subject, customerName, order, errorCode, ...Object.values(others)]) {
    if (room <= 0) break;
    for (const word of bigrams(masked(text))) {
      if (words.has(word)) continue;
      room -= Buffer.byteLength(word);
      words.add(word);
    }
  }
  return [...words];
}

/** Makes the index row of a ticket anew from what stands there now. */
export function findableBy(ticketId: string, findable: Findable): Sql {
  return sql`update ticket set search = array_to_tsvector(${searchWords(findable)}::text[]) where id = ${ticketId}`;
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (!/\p{Script=Han}/u.test(run)) return [characters.slice(0, LONGEST_WORD).join('')];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
