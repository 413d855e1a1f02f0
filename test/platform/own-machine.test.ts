import { Controller, Get } from '@nestjs/common';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServer, type TestServer } from '../support/server.js';
import { testConfig } from '../support/app.js';

@Controller('hello')
class Hello {
  @Get()
  hello(): string {
    return 'hello';
  }
}

let demonstration: TestServer;
let shop: TestServer;
beforeAll(async () => {
  demonstration = await openServer({ controllers: [Hello] });
  const environment = { DEMO: 'off', PUBLIC_URL: 'https://desk.shop.example' };
  shop = await openServer({ controllers: [Hello], environment });
});
afterAll(async () => {
  await demonstration.close();
  await shop.close();
});

/** Unlike `fetch` this may name any host. */
function statusOf(server: TestServer, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server.url}/hello`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });
}

describe('fault 32: the demonstration is met on its own machine only', () => {
  const start = (environment: Record<string, string>) => () =>
    testConfig('postgres://x/y', '/tmp', environment);

  it.each(['https://desk.shop.example', 'http://10.0.0.7:3000', 'http://localhost.evil.example'])(
    'DEMO=on does not start behind the public address %s, and the sentence says what to do',
    (PUBLIC_URL) => {
      expect(start({ PUBLIC_URL })).toThrow(`PUBLIC_URL=${PUBLIC_URL} needs DEMO=off`);
      expect(start({ PUBLIC_URL, DEMO: 'off' })).not.toThrow();
    },
  );

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000', 'https://desk.localhost'])(
    'DEMO=on starts behind %s, which leads to this machine',
    (PUBLIC_URL) => expect(start({ PUBLIC_URL })).not.toThrow(),
  );

  it.each(['localhost', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:80'])(
    'the demonstration answers whoever names it %s',
    async (host) => expect(await statusOf(demonstration, { host })).toBe(200),
  );

  it.each(['desk.shop.example', 'rebound.evil.example:3000', '10.0.0.7', 'localhost.evil.example'])(
    'the demonstration refuses whoever names it %s',
    async (host) => expect(await statusOf(demonstration, { host })).toBe(421),
  );

  it('the demonstration refuses a tunnel that says which name it was asked for', async () => {
    const headers = { host: 'localhost', 'x-forwarded-host': 'shop.tunnel.example' };
    expect(await statusOf(demonstration, headers)).toBe(421);
  });

  it('an installation that is no demonstration answers by any name', async () => {
    expect(await statusOf(shop, { host: 'desk.shop.example' })).toBe(200);
  });
});
