import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';

const LIMIT = 1024 * 1024;

export async function textBody(request: IncomingMessage): Promise<string> {
  refuseLarge(Number(request.headers['content-length'] ?? 0));
  const chunks: Buffer[] = [];
  let size = 0;
  // The connection stays open after a refusal, so that the other side can still read it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    refuseLarge(size);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuseLarge(size: number): void {
  if (size > LIMIT) {
    throw new Refusal('too_large');
  }
}
