import {
  Body,
  type CanActivate,
  Controller,
  Get,
  type ExecutionContext,
  HttpCode,
  Injectable,
  Post,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import { afterAll, beforeAll, beforeEach, expect, describe, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Conflict, Housekeeping } from '../../src/platform/http/index.js';
import { openServer, type TestServer } from '../support/server.js';

@Injectable()
class ByHeader implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    request.caller = { kind: 'member', id: request.get('x-member') ?? '1' };
    return true;
  }
}

interface Order {
  what: string;
  slow?: boolean;
}

@Controller('api/v1/orders')
@UseGuards(ByHeader)
class Orders {
  constructor(private readonly database: Database) {}

  @Post()
  @HttpCode(202)
  async order(@Body() order: Order): Promise<object> {
    const key = `order.${Math.random()}`;
    await this.database.run(
      sql`insert into setting (key, value) values (${key}, ${JSON.stringify(order)}::jsonb)`,
    );
    if (order.slow) await new Promise((resolve) => setTimeout(resolve, 300));
    if (order.what === 'sold out') throw new Conflict('sold_out');
    return { zebra: key, apple: order.what, at: new Date(0) };
  }
  @Get()
  async list(): Promise<object> {
    return this.database.rows(sql`select key from setting`);
  }
}

let server: TestServer;
let other: TestServer;
beforeAll(async () => {
  server = await openServer({ controllers: [Orders] });
  other = await openServer({ controllers: [Orders], databaseUrl: server.databaseUrl });
});
beforeEach(() => server.get(Database).run(sql`truncate setting, idempotency_key`));
afterAll(async () => {
  await other.close();
  await server.close();
});

const order = (body: Order, headers: Record<string, string>, at = server) =>
  fetch(`${at.url}/api/v1/orders`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const orders = async () =>
  (await server.get(Database).rows(sql`select key from setting where key like 'order.%'`)).length;
const key = { 'idempotency-key': 'order-1' };

describe('a write with an Idempotency-Key', () => {
  it('a write repeated under its key happens once and gets the same answer to the letter', async () => {
    const [first, second] = [await order({ what: 'tea' }, key), await order({ what: 'tea' }, key)];
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(await orders()).toBe(1);
  });

  it('a write sent to two processes at the same moment under one key happens once', async () => {
    const slow = { what: 'tea', slow: true };
    const answers = await Promise.all([order(slow, key), order(slow, key, other)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [a, b] = await Promise.all(answers.map((answer) => answer.text()));
    expect(a).toBe(b);
    expect(await orders()).toBe(1);
  });

  it('another request under a key that was used is refused', async () => {
    await order({ what: 'tea' }, key);
    const answer = await order({ what: 'coffee' }, key);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'idempotency_mismatch' });
    expect(await orders()).toBe(1);
  });

  it('two members may use the same key', async () => {
    await order({ what: 'tea' }, key);
    await order({ what: 'tea' }, { ...key, 'x-member': '2' });
    expect(await orders()).toBe(2);
  });

  it('a write that failed leaves neither a change nor an answer behind, and may be repeated', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect((await order({ what: 'sold out' }, key)).status).toBe(409);
    }
    expect(await orders()).toBe(0);
    expect((await order({ what: 'tea' }, key)).status).toBe(202);
  });

  it('a key that cannot be read is refused', async () => {
    const answer = await order({ what: 'tea' }, { 'idempotency-key': 'a b' });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'idempotency_key' });
    expect((await order({ what: 'tea' }, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400);
  });

  it('a key is forgotten after a day', async () => {
    await order({ what: 'tea' }, key);
    await server
      .get(Database)
      .run(sql`update idempotency_key set created_at = created_at - interval '25 hours'`);
    await server.get(Housekeeping).sweep();
    await order({ what: 'tea' }, key);
    expect(await orders()).toBe(2);
  });
});

describe('a write without a key', () => {
  it('a write without a key happens each time', async () => {
    await order({ what: 'tea' }, {});
    await order({ what: 'tea' }, {});
    expect(await orders()).toBe(2);
  });
});
