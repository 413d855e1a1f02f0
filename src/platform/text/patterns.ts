/**
 * Ids are `bigint` in the database, which answers a wrong one with an error. So ids from outside are checked
 * first.
 */
export const ID = /^[1-9]\d{0,17}$/;

export const KEY = /^[a-z][a-z0-9_-]{0,40}$/;

export const LOOSE_KEY = /^[a-z0-9][a-z0-9_-]{0,40}$/;

export function isId(text: string | undefined): text is string {
  return text !== undefined && ID.test(text);
}
