import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { IsInt, IsOptional, IsString, Max } from 'class-validator';
import { Type } from 'class-transformer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Conflict, ErrorPages, TooMany, Unauthenticated } from '../../src/platform/http/index.js';
import { openServer, type TestServer } from '../support/server.js';

class Order {
  @IsString({ message: 'Say what you want' })
  what!: string;
}
class Page {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(100, { message: 'limit is at most 100' })
  limit?: number;
}

@Controller()
class Counter {
  constructor(private readonly database: Database) {}

  @Post('api/v1/orders')
  order(@Body() order: Order): object {
    return order;
  }
  @Post('api/v1/store')
  async store(@Body() order: Order): Promise<object> {
    return this.database.one(sql`select ${order.what}::text as what`);
  }
  @Get('api/v1/orders')
  list(@Query() page: Page): object {
    return page;
  }
  @Get(['api/v1/taken', 'taken', 'channels/taken'])
  taken(): never {
    throw new Conflict('taken', { holder: 'Zhang', code: 'overwritten' });
  }
  @Get(['api/v1/broken', 'broken'])
  broken(): never {
    throw new Error('secret of the house');
  }
  @Get('api/v1/crowded')
  async crowded(): Promise<never> {
    await this.database.transaction(() =>
      Promise.reject(new Error('timeout exceeded when trying to connect')),
    );
    throw new Error('not reached');
  }
  @Get(['api/v1/private', 'private'])
  private(): never {
    throw new Unauthenticated('unauthenticated');
  }
  @Get('busy')
  busy(): never {
    throw TooMany.retryIn(2_500);
  }
}

let server: TestServer;
beforeAll(async () => {
  server = await openServer({ controllers: [Counter] });
  server
    .get(ErrorPages)
    .sayWith(({ code, details }) => (code === 'taken' ? `${String(details.holder)} has it <b>` : code));
});
afterAll(() => server.close());

const ask = (path: string, init?: RequestInit) => fetch(server.url + path, { redirect: 'manual', ...init });
const problem = async (response: Response) => (await response.json()) as Record<string, unknown>;
const post = (path: string, body: string, type = 'application/json') =>
  ask(path, { method: 'POST', body, headers: { 'content-type': type } });
const page = { headers: { accept: 'text/html' } };

describe('errors of the API', () => {
  it('the API says when to come back if every database connection is taken', async () => {
    const response = await ask('/api/v1/crowded');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await problem(response)).toMatchObject({ code: 'busy' });
  });

  it('an error of the API has a stable code, the facts and the request id', async () => {
    const response = await ask('/api/v1/taken', { headers: { 'x-request-id': 'quoted-by-a-person' } });
    expect(response.status).toBe(409);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await problem(response)).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'taken',
      detail: 'Zhang has it <b>',
      holder: 'Zhang',
      requestId: 'quoted-by-a-person',
    });
  });

  it('an unexpected error of the API gives away nothing of its cause', async () => {
    const response = await ask('/api/v1/broken');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain('"code":"internal"');
    expect(text).not.toContain('secret of the house');
  });

  it('an error of the API names every wrong and every unknown field', async () => {
    const response = await post('/api/v1/orders', '{"what":7,"extra":true}');
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({
      code: 'invalid',
      fields: { what: 'invalid', extra: 'unknown_field' },
    });
  });

  it('a wrong query string is refused with 400', async () => {
    const response = await ask('/api/v1/orders?limit=101');
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({
      code: 'invalid',
      fields: { limit: 'out_of_range:100' },
    });
  });

  it.each([
    ['broken JSON', '{"what":', 'application/json', { status: 400, code: 'malformed_json' }],
    [
      'another type',
      'what=tea',
      'application/x-www-form-urlencoded',
      { status: 415, code: 'unsupported_media_type' },
    ],
    [
      'a body over 256 kB',
      JSON.stringify({ what: 'x'.repeat(262_144) }),
      'application/json',
      { status: 413, code: 'too_large' },
    ],
    [
      'a character no column takes',
      '{"what":"a\\u0000b"}',
      'application/json',
      { status: 400, code: 'unreadable_text' },
    ],
  ])('the API refuses %s', async (_name, body, type, { status, code }) => {
    const response = await post('/api/v1/store', body, type);
    expect(response.status).toBe(status);
    expect(await problem(response)).toMatchObject({ code });
  });

  it('the API asks for a bearer token', async () => {
    const response = await ask('/api/v1/private', page);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('an unknown address of the API is answered 404', async () => {
    const response = await ask('/api/v1/nowhere');
    expect(response.status).toBe(404);
    expect(await problem(response)).toMatchObject({ code: 'not_found' });
  });

  it('an address that cannot be decoded does not crash the server', async () => {
    expect((await ask('/api/v1/%FF')).status).toBeGreaterThanOrEqual(400);
    expect((await ask('/%FF', page)).status).toBeLessThan(500);
  });
});

describe('errors of pages', () => {
  it('an error of a page is a page itself, with the words of the error escaped', async () => {
    const response = await ask('/taken', page);
    expect(response.status).toBe(409);
    const html = await response.text();
    expect(html).toContain('Zhang has it');
    expect(html).not.toContain('<b>');
  });

  it('error pages can be drawn by another renderer, and fall back to the plain one when that fails', async () => {
    const pages = server.get(ErrorPages);
    pages.renderWith(({ code }) => `<main>${code}</main>`);
    expect(await (await ask('/taken', page)).text()).toBe('<main>taken</main>');
    pages.renderWith(() => {
      throw new Error('the template is broken');
    });
    expect(await (await ask('/taken', page)).text()).toContain('Zhang has it');
  });

  it('a visitor who asks for a private page is led to the login and back', async () => {
    const response = await ask('/private?tab=2', page);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/login?next=%2Fprivate%3Ftab%3D2');
  });

  it('a script on a page gets an error as JSON', async () => {
    const response = await ask('/private', { headers: { accept: 'application/json' } });
    expect(response.status).toBe(401);
    expect(await problem(response)).toMatchObject({ code: 'unauthenticated' });
  });

  it('a page that is asked for too often says when to try again', async () => {
    const response = await ask('/busy', page);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
  });

  it('an error of a callback is a bare code', async () => {
    const response = await ask('/channels/taken');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('taken');
  });
});
