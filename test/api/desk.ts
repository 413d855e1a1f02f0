import type { Type } from '@nestjs/common';
import { Channels, type InboundFact, Sending } from '../../src/delivery/index.js';
import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, type Sql } from '../../src/platform/database/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { SlaDefaults } from '../../src/sla/index.js';
import { ApiTokens, type Member } from '../../src/staff/index.js';
import { ApiModule, describeApi } from '../../src/web/api/index.js';
import { type Cast, CUSTOMERS } from '../support/cast.js';
import { cloneCast } from '../support/cloned-cast.js';
import { PaperChannel } from '../support/paper-channel.js';
import { openServer, type TestServer } from '../support/server.js';

type CustomerKey = keyof typeof CUSTOMERS;

/**
 * This is an answer as a script reads it: the fields that tests look into have types, and all others are there
 * too.
 */
export interface Json {
  id: string;
  number: string;
  name: string;
  reason: string;
  code: string;
  version: number;
  deliveryId: string;
  text: string;
  claimedAt: string;
  metric: string;
  dueAt: string;
  timers: Json[];
  fields: Record<string, string>;
  data: Json[];
  next: string | null;
  [field: string]: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

interface Sent {
  method?: string;
  body?: unknown;
  /** This body is sent as it stands instead of an object written as JSON. */
  raw?: string;
  headers?: Record<string, string>;
}

/**
 * Opens the cast's shop behind its API, with a token for each of the staff. Messages go to a `PaperChannel`. A
 * test of the API begins with `const desk = await ApiDesk.open()`, and then asks in the name of a member: `await
 * desk.post(desk.cast.staff.lina, 'tickets/T100001/notes', { text: 'x' })`.
 */
export class ApiDesk {
  readonly paper = new PaperChannel();
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly server: TestServer,
    readonly cast: Cast,
  ) {
    server.get(Channels).register(this.paper);
  }

  /** Opens the API with the rooms whose reactions a test needs, such as `NotificationsModule`. */
  static async open(...rooms: Type[]): Promise<ApiDesk> {
    const { database, cast } = await cloneCast();
    const server = await openServer({
      database,
      imports: [LiveModule, JobsModule, ApiModule, ...rooms],
      environment: { ROLE: 'web', PUBLIC_URL: 'https://help.localhost' },
      prepare: describeApi,
    });
    await server.get(SlaDefaults).install();
    const desk = new ApiDesk(server, cast);
    for (const member of Object.values(cast.staff)) await desk.admit(member);
    return desk;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  async admit(member: Member): Promise<void> {
    const { token } = await this.server.get(ApiTokens).create(member.id, 'script', member);
    this.tokens.set(member.id, token);
  }

  /** Sends a request with the token of the member. `path` is what follows `/api/v1/`. */
  async as(member: Member, path: string, { method = 'GET', body, raw, headers }: Sent = {}): Promise<Answer> {
    const given = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${this.server.url}/api/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.tokens.get(member.id)}`,
        ...(given !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: given,
    });
    const text = await response.text();
    const json = JSON.parse(text || '{}') as Json;
    return { status: response.status, headers: response.headers, text, json };
  }

  post(member: Member, path: string, body: unknown = {}): Promise<Answer> {
    return this.as(member, path, { method: 'POST', body });
  }

  put(member: Member, path: string, body?: unknown): Promise<Answer> {
    return this.as(member, path, { method: 'PUT', body });
  }

  patch(member: Member, path: string, body: unknown): Promise<Answer> {
    return this.as(member, path, { method: 'PATCH', body });
  }

  delete(member: Member, path: string, body?: unknown): Promise<Answer> {
    return this.as(member, path, { method: 'DELETE', body });
  }

  /** Lets the customer say something. Returns what the answer to the push says, or an empty text. */
  async says(customer: CustomerKey, said: string | InboundFact): Promise<string> {
    const inbound = this.paper.push(CUSTOMERS[customer].openid, said, this.server.get(Clock).now());
    return this.server.get(Receiving).receive(this.cast.account, inbound, (text) => text ?? '');
  }

  /** Lets the customer say something. Returns the newest ticket of that customer as an administrator reads it. */
  async ticket(customer: CustomerKey, said: string): Promise<Json> {
    await this.says(customer, said);
    const { customerId } = this.cast.customers[customer];
    const list = await this.as(this.cast.staff.wutao, `tickets?customer=${customerId}&limit=1`);
    return list.json.data[0]!;
  }

  sends(): Promise<number> {
    return this.server.get(Sending).drain();
  }

  rows<T = Record<string, unknown>>(query: Sql): Promise<T[]> {
    return this.server.get(Database).rows<T>(query);
  }
}
