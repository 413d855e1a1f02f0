import { randomUUID } from 'node:crypto';
import type { Installation } from './installation.js';

type Method = 'POST' | 'PUT' | 'DELETE';

/** 李娜 works over the API at any address that leads to the program. The same `key` means the same request again. */
export class Agent {
  private constructor(private readonly token: string) {}

  static async hired(shop: Installation): Promise<Agent> {
    const email = ['--email', 'lina@huiyin.example'];
    const place = ['--role', 'agent', '--department', 'support'];
    await shop.command('user:create', ...email, '--name', '李娜', ...place, '--password', 'huiyin-test-2026');
    const { token } = await shop.command<{ token: string }>('token:create', ...email);
    return new Agent(token);
  }

  replies(origin: string, number: string, reply: { text: string; takeLast?: boolean }, key?: string) {
    return this.ask('POST', `${origin}/api/v1/tickets/${number}/replies`, reply, key);
  }

  resolves(origin: string, number: string, key?: string) {
    return this.ask('PUT', `${origin}/api/v1/tickets/${number}/resolution`, { note: '已处理' }, key);
  }

  reopens(origin: string, number: string, key?: string) {
    return this.ask('DELETE', `${origin}/api/v1/tickets/${number}/resolution`, { reason: '客户又问' }, key);
  }

  notes(origin: string, number: string, note: string) {
    return this.ask('POST', `${origin}/api/v1/tickets/${number}/notes`, { text: note });
  }

  private ask(method: Method, address: string, body: object, key: string = randomUUID()): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    return fetch(address, { method, headers, body: JSON.stringify(body) });
  }
}
