/** A failure that was reported where it happened. */
export class AlreadySaid extends Error {
  override name = 'AlreadySaid';
}
