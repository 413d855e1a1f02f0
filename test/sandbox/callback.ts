import { createDecipheriv, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AES_KEY } from './stand-in.js';

export interface Received {
  query: URLSearchParams;
  body: string;
}

export interface Callback {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

/** Starts a business that answers each push as the test wants; `attempt` counts from 1. */
export async function openCallback(
  answer: (response: ServerResponse, attempt: number, push: Received) => void,
): Promise<Callback> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void read(request).then((push) => {
      received.push(push);
      answer(response, received.length, push);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/channels/wechat/shop`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Opens a push by hand as WeChat's page describes it, so that our own code is not tested with itself. */
export function opened(push: Received): string {
  const encrypted = field(push.body, 'Encrypt');
  const parts = ['the-token', push.query.get('timestamp') ?? '', push.query.get('nonce') ?? '', encrypted];
  const signature = createHash('sha1').update(parts.sort().join('')).digest('hex');
  if (signature !== push.query.get('msg_signature')) throw new Error('msg_signature is wrong');
  const key = Buffer.from(`${AES_KEY}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const clear = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const length = clear.readUInt32BE(16);
  const receiver = clear.subarray(20 + length, clear.length - clear[clear.length - 1]!).toString();
  if (receiver !== 'wx1234567890abcdef') throw new Error(`meant for ${receiver}`);
  return clear.subarray(20, 20 + length).toString();
}

export function field(xml: string, name: string): string {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(xml);
  return found?.[1] ?? '';
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const query = new URL(request.url ?? '/', 'http://callback').searchParams;
  return { query, body: Buffer.concat(chunks).toString() };
}
