const ID = /^\d{1,18}$/;

/** May be the id of a row, which is a bigint: what comes from outside is asked before the database refuses it. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && ID.test(text);
}
