import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CORP = { id: 'ww0123456789', agent: '1000002', secret: 'geheim-corp-secret' };

/** WeCom's side of a scan on loopback: tokens, codes that count once, and the directory of a company. */
export class StandInWecom {
  /** What the directory says of each member. */
  readonly people = new Map<string, object>();
  /** Says how often each call was made. */
  readonly calls: string[] = [];
  private readonly codes = new Map<string, object>();
  private token = 'token-1';

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', this.url);
      this.calls.push(url.pathname.replace('/cgi-bin/', ''));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.answer(url.pathname, url.searchParams)));
    });
  }

  static async open(): Promise<StandInWecom> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StandInWecom(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Somebody scans the code on this page. Returns where WeCom leads the browser. */
  scan(page: string, who: object): string {
    const asked = new URL(page).searchParams;
    const code = `code-${this.codes.size + 1}`;
    this.codes.set(code, who);
    const returned = new URL(asked.get('redirect_uri') ?? '');
    returned.search = new URLSearchParams({
      code,
      state: asked.get('state') ?? '',
      appid: CORP.id,
    }).toString();
    return returned.href;
  }

  /** A token may die before its time. */
  killTokens(): void {
    this.token = `token-${Number(this.token.slice('token-'.length)) + 1}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(path: string, asked: URLSearchParams): object {
    if (path === '/cgi-bin/gettoken') return this.fetchToken(asked);
    if (asked.get('access_token') !== this.token) return { errcode: 40014, errmsg: 'invalid access_token' };
    if (path === '/cgi-bin/auth/getuserinfo') return this.redeem(asked.get('code') ?? '');
    const person = this.people.get(asked.get('userid') ?? '');
    return person
      ? { errcode: 0, userid: asked.get('userid'), ...person }
      : { errcode: 60111, errmsg: 'not found' };
  }

  private fetchToken(asked: URLSearchParams): object {
    if (asked.get('corpid') !== CORP.id || asked.get('corpsecret') !== CORP.secret)
      return { errcode: 40001, errmsg: 'invalid credential' };
    return { errcode: 0, access_token: this.token, expires_in: 7200 };
  }

  private redeem(code: string): object {
    const who = this.codes.get(code);
    this.codes.delete(code);
    return who ? { errcode: 0, ...who } : { errcode: 40029, errmsg: 'invalid code' };
  }
}
