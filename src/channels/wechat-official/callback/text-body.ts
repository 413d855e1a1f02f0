import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';

const LIMIT = 1024 * 1024;
/** So much is kept of a body that is too large. */
const HEAD = 64 * 1024;

export async function textBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The connection stays open after a refusal, so that the other side can still read it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    chunks.push(chunk as Buffer);
    if (size > LIMIT) {
      const body = Buffer.concat(chunks).toString('utf8', 0, HEAD);
      throw new Refusal('too_large', { body, sealed: true, proven: false });
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
