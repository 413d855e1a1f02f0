/**
 * The id of a row is a bigint. Ids from outside are checked here, because the database would refuse a wrong one with an
 * error.
 */
export const ID = /^[1-9]\d{0,17}$/;

/** The key that an administrator gives a calendar, a policy or a robot, used in addresses and settings. */
export const KEY = /^[a-z][a-z0-9_-]{0,40}$/;

/** A key that may begin with a digit: that of a channel account, which is part of addresses given to its provider. */
export const LOOSE_KEY = /^[a-z0-9][a-z0-9_-]{0,40}$/;

export function isId(text: string | undefined): text is string {
  return text !== undefined && ID.test(text);
}
