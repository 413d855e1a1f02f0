const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** A secret is sent to this address, so that it must be https. The demonstration may ask its own machine without. */
export function isSafeAddress(text: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  if (username !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (allowLoopback && protocol === 'http:' && LOOPBACK.includes(hostname));
}
