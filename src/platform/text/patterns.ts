/** The id of a row is a bigint: what comes from outside is compared before the database refuses it. */
export const ID = /^[1-9]\d{0,17}$/;

/** What an administrator calls a calendar, a policy or a robot in addresses and settings. */
export const KEY = /^[a-z][a-z0-9_-]{0,40}$/;

/** A key that may begin with a digit: that of a channel account, which stands in addresses given to its provider. */
export const LOOSE_KEY = /^[a-z0-9][a-z0-9_-]{0,40}$/;

export function isId(text: string | undefined): text is string {
  return text !== undefined && ID.test(text);
}
