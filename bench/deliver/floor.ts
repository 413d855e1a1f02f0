import { Agent, request } from 'node:http';
import pg from 'pg';
import type { Waiting } from './backlog.js';
import { SEND } from '../support/wechat.js';

/**
 * Makes the same calls and writes the same rows with prepared statements alone. It shows how fast a program could be
 * that looks up and decides nothing.
 */
export class Floor {
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly clients: pg.Client[],
    private readonly port: number,
  ) {}

  static async open(connectionString: string, lanes: number, port: number): Promise<Floor> {
    const clients = Array.from({ length: lanes }, () => new pg.Client({ connectionString }));
    await Promise.all(clients.map((client) => client.connect()));
    return new Floor(clients, port);
  }

  async sends(waiting: Waiting, lane: number): Promise<void> {
    const client = this.clients[lane]!;
    const run = (name: keyof typeof ROWS, ...values: unknown[]) =>
      client.query({ name, text: ROWS[name], values });
    await client.query('begin');
    await run('debit', waiting.identity);
    await run('claim', waiting.id, new Date());
    await client.query('commit');
    await this.calls(waiting);
    const now = new Date();
    await client.query('begin');
    await run('settle', waiting.id, now);
    const fact = { deliveryId: waiting.id, purpose: 'reply', route: 'customer_message', reason: '' };
    await run('event', now, waiting.conversation, JSON.stringify(fact));
    await client.query('commit');
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await Promise.all(this.clients.map((client) => client.end()));
  }

  private calls({ openid, text }: Waiting): Promise<void> {
    const body = JSON.stringify({ touser: openid, msgtype: 'text', text: { content: text } });
    const options = { port: this.port, path: SEND, method: 'POST', agent: this.agent };
    return new Promise((done, fail) => {
      request(options, (answer) => answer.resume().once('end', done))
        .once('error', fail)
        .end(body);
    });
  }
}

const ROWS = {
  debit: `update contact_window set used = used + 1 where identity_id = $1 and source = 'message'`,
  claim: `
    update delivery set state = 'sending', route = 'customer_message', attempts = attempts + 1, due_at = null,
                        claimed_at = $2, lease_until = clock_timestamp() + interval '40 seconds'
     where id = $1`,
  settle: `
    update delivery set state = 'accepted', lease_until = null, settled_at = $2, sent_at = $2 where id = $1`,
  event: `
    insert into event (at, name, subject_type, subject_id, actor_kind, data)
    values ($1, 'delivery.accepted', 'conversation', $2, 'system', $3)`,
};
