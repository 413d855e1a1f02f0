import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export const ANSWERS_AFTER_MS = 50;
export const SEND = '/cgi-bin/message/custom/send';

/** This WeChat accepts every message and takes equally long for each answer. */
export class Wechat {
  readonly told = new Map<string, string[]>();
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    if (!request.url?.startsWith(SEND)) {
      response.end(JSON.stringify({ access_token: 'a-token', expires_in: 7200 }));
      return;
    }
    const { touser, text } = JSON.parse(body) as { touser: string; text: { content: string } };
    this.told.set(touser, [...(this.told.get(touser) ?? []), text.content]);
    await pause(ANSWERS_AFTER_MS);
    response.end('{"errcode":0,"errmsg":"ok"}');
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
