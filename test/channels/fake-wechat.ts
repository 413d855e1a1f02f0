import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  path: string;
  token: string | null;
  body: Record<string, unknown>;
  raw: string;
}

type Answer = (call: Call, response: ServerResponse) => object | void | Promise<object | void>;

/** This server stands for WeChat's API and answers as each test wants: `wechat.on(path, () => ({ errcode: 0 }))`. */
export class FakeWechat {
  readonly calls: Call[] = [];
  readonly answers = new Map<string, Answer>();
  private issued = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async open(): Promise<void> {
    this.reset();
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.calls.length = 0;
    this.answers.clear();
    this.on('/cgi-bin/get_api_domain_ip', () => ({ errcode: 41001, errmsg: 'access_token missing' }));
    this.on('/cgi-bin/qrcode/create', () => ({ ticket: 'gQ1', url: 'http://weixin.qq.com/q/code' }));
    this.on('/cgi-bin/stable_token', () => ({ access_token: `token-${++this.issued}`, expires_in: 7200 }));
  }

  on(path: string, answer: Answer): void {
    this.answers.set(path, answer);
  }

  to(path: string): Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://wechat');
    const raw = await textOf(request);
    const body = raw.startsWith('{') ? (JSON.parse(raw) as Record<string, unknown>) : {};
    const call = { path: url.pathname, token: url.searchParams.get('access_token'), body, raw };
    this.calls.push(call);
    const answer = await this.answers.get(url.pathname)?.(call, response);
    if (answer) response.end(JSON.stringify(answer));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
