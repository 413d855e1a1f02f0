import { sql, type Sql } from '../platform/database/index.js';

/** PostgreSQL accepts no search word longer than 2,046 bytes, and nobody searches for such a word. */
const LONGEST_WORD = 100;

/**
 * Chinese is written without spaces, so every run of Han characters becomes overlapping pairs. Other letters and digits
 * stay whole words: `bigrams('退款 T100001')` returns `退款` and `t100001`.
 */
export function bigrams(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const words: string[] = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [
    ...new Set(
      words.flatMap((word) => word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).flatMap(pairs),
    ),
  ];
}

/** Expects `ticket t` in the query. All words must be found; the last Latin word may be unfinished. */
export function matches(query: string): Sql {
  const words = bigrams(query);
  if (words.length === 0) return sql`false`;
  const terms = words.map(
    (word) => `'${word}'${/\p{Script=Han}/u.test(word) && word.length > 1 ? '' : ':*'}`,
  );
  return sql`t.search @@ ${terms.join(' & ')}::tsquery`;
}

export function findableBy(ticketId: string, text: string): Sql {
  return sql`update ticket set search = search || array_to_tsvector(${bigrams(text)}::text[]) where id = ${ticketId}`;
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (!/\p{Script=Han}/u.test(run)) return [characters.slice(0, LONGEST_WORD).join('')];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
