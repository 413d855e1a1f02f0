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

/** Expects `ticket t` in the query. All words must be found; the last Latin word may be unfinished. */
export function matches(query: string): Sql {
  const words = bigrams(query).slice(0, MOST_ASKED);
  if (words.length === 0) return sql`false`;
  const terms = words.map(
    (word) => `'${word}'${/\p{Script=Han}/u.test(word) && word.length > 1 ? '' : ':*'}`,
  );
  return sql`t.search @@ ${terms.join(' & ')}::tsquery`;
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
