import { readable } from '../platform/reading/index.js';
import { sql, type Sql } from '../platform/database/index.js';

/** So many neighbouring ids are a block of the index, as `name_words` of the database has it. */
export const NAME_BLOCKS = { small: 2 ** 12, large: 2 ** 17 } as const;

/** The block with this number and those before it. */
export interface NameBlocks {
  size: keyof typeof NAME_BLOCKS;
  last: number;
  many: number;
}

const MOST_SIGNS = 60;
const NAME = sql`coalesce(u.readable_name, lower(u.name))`;

/**
 * Expects `customer u` in the query. A part of the name is enough, in any spelling that looks the same. Asks rows that
 * are read anyway, and no index.
 */
export function namedLike(part: string): Sql {
  const like = `%${readable(part).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`${NAME} like ${like}`;
}

/** Selects the same customers along the index of names, in some of its blocks or in all. */
export function namedIndexed(part: string, blocks?: NameBlocks): Sql {
  const signs = [...readable(part)].slice(0, MOST_SIGNS);
  const parts = signs.length > 1 ? signs.slice(1).map((sign, index) => `${signs[index]}${sign}`) : signs;
  const words = [...parts.map(quoted), ...(blocks ? [`(${numbersOf(blocks).join(' | ')})`] : [])];
  if (words.length === 0) return namedLike(part);
  return sql`(name_words(${NAME}, u.id) @@ ${words.join(' & ')}::tsquery and ${namedLike(part)})`;
}

function quoted(word: string): string {
  return `'${word.replace(/[\\']/g, (sign) => `${sign}${sign}`)}'`;
}

function numbersOf({ size, last, many }: NameBlocks): string[] {
  const sign = size === 'small' ? '###' : '####';
  return Array.from({ length: many }, (_, index) => `'${sign}${last - index}'`);
}
