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

/** An answer as a script reads it: the fields that tests look into have their types, all others are there too. */
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
  /** A body that is not made from an object. */
  raw?: string;
  headers?: Record<string, string>;
}

/** The cast's shop behind its API, with a token for each of the staff, on a channel that ends on paper. */
export class ApiDesk {
  readonly paper = new PaperChannel();
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly server: TestServer,
    readonly cast: Cast,
  ) {
    server.get(Channels).register(this.paper);
  }

  /** The API, and the rooms whose part a story needs beside it. */
  static async open(...rooms: Type[]): Promise<ApiDesk> {
    const { database, cast } = await cloneCast();
    const server = await openServer({
      database,
      imports: [LiveModule, JobsModule, ApiModule, ...rooms],
      environment: { ROLE: 'web', PUBLIC_URL: 'https://help.example' },
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

  /** A request with the member's token; `path` follows `/api/v1/`. */
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

  /** Answers what the push is answered at once; empty where there is nothing to say. */
  async says(customer: CustomerKey, said: string | InboundFact): Promise<string> {
    const inbound = this.paper.push(CUSTOMERS[customer].openid, said, this.server.get(Clock).now());
    return this.server.get(Receiving).receive(this.cast.account, inbound, (text) => text ?? '');
  }

  /** The customer says it; answers the newest ticket that this made, as an administrator reads it. */
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
