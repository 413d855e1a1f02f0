import { Controller, Get, type INestApplication, Injectable, Param, Req, Res } from '@nestjs/common';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { type Hint, Live, LiveStreams } from '../../src/platform/live/index.js';
import { cloneDatabase } from '../support/database.js';
import { startServer, until, type ProgramSettings } from './program.js';

/** These members work in these departments, and nobody else may follow anything. */
@Injectable()
class Desks {
  readonly departments = new Map([
    ['lin', '售后'],
    ['zhou', '财务'],
  ]);
}

@Controller('live')
class LiveController {
  constructor(
    private readonly streams: LiveStreams,
    private readonly desks: Desks,
  ) {}

  @Get('topic/:topic')
  openTopic(@Param('topic') topic: string, @Res() response: ServerResponse): void {
    this.streams.openTopic(response, topic);
  }

  @Get(':member')
  open(
    @Param('member') member: string,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
  ): Promise<void> {
    return this.streams.open(request, response, {
      memberId: member,
      sees: (hint: Hint) => hint.departments.includes(this.desks.departments.get(member) ?? ''),
      stillValid: async () => this.desks.departments.has(member),
    });
  }
}

interface Page {
  status: number;
  headers: IncomingMessage['headers'];
  events: string[];
  raw: string;
  ended: boolean;
}

let database: Awaited<ReturnType<typeof cloneDatabase>>;
const running: INestApplication[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});
afterAll(() => database.drop());

async function start(live: ProgramSettings['live'] = {}): Promise<INestApplication> {
  const server = await startServer({
    url: database.url,
    role: 'web',
    controllers: [LiveController],
    providers: [Desks],
    live,
  });
  running.push(server);
  return server;
}

/** Opens a page as a browser's EventSource would, and collects the events. */
async function openPage(
  server: INestApplication,
  path: string,
  headers: Record<string, string> = {},
): Promise<Page> {
  const { port } = (server.getHttpServer() as { address(): AddressInfo }).address();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: `/live/${path}`, headers, agent: false }, resolve).on(
      'error',
      reject,
    );
  });
  const page: Page = {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events: [],
    raw: '',
    ended: false,
  };
  answer.setEncoding('utf8').on('data', (text: string) => {
    page.raw += text;
    page.events = page.raw.split('\n\n').filter((block) => /^(event|data):/m.test(block));
  });
  answer.on('close', () => (page.ended = true)).on('error', () => (page.ended = true));
  if (page.status === 200) await until(() => page.raw.includes('retry:'));
  return page;
}

const shortPause = () => new Promise((resolve) => setTimeout(resolve, 250));

describe('a stream', () => {
  it('a stream tells each member only what their department may see', async () => {
    const server = await start();
    const [lin, zhou] = [await openPage(server, 'lin'), await openPage(server, 'zhou')];
    server.get(Live).changed({ ticket: '100001', departments: ['售后'] });
    server.get(Live).changed({ ticket: '100001', conversation: '7', departments: ['售后', '财务'] });
    await until(() => lin.events.length === 1 && zhou.events.length === 1);
    await shortPause();
    expect(lin.events).toEqual(['event: changed\ndata: {"tickets":["100001"],"conversations":["7"]}']);
    server.get(Live).changed({ ticket: '100002', departments: ['财务'] });
    await until(() => zhou.events.length === 2);
    await shortPause();
    expect(lin.events).toHaveLength(1);
    expect(lin.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8' });
    expect(lin.headers['cache-control']).toContain('no-transform');
  });

  it('a stream is refused to a stranger, and ends when the right of its member ends', async () => {
    const server = await start({ recheckMs: 50 });
    const stranger = await openPage(server, 'mallory');
    expect(stranger.status).not.toBe(200);
    const lin = await openPage(server, 'lin');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(lin.ended).toBe(false);
    server.get(Desks).departments.delete('lin');
    await until(() => lin.ended);
  });

  it('a stream says resync after a lost database connection and to a browser that connects again', async () => {
    const server = await start();
    const lin = await openPage(server, 'lin');
    expect(lin.events).toEqual([]);
    await server.get(Database).rows(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'huiyin-live' and datname = current_database()`);
    await until(() => lin.events.length === 1);
    expect(lin.events).toEqual(['event: resync\ndata: {}']);
    const back = await openPage(server, 'lin', { 'Last-Event-ID': /^id: (.+)$/m.exec(lin.raw)![1]! });
    await until(() => back.events.length === 1);
    expect(back.events).toEqual(['event: resync\ndata: {}']);
  });

  it('a heartbeat keeps a stream open', async () => {
    const lin = await openPage(await start({ heartbeatMs: 30 }), 'lin');
    await until(() => (lin.raw.match(/^:$/gm) ?? []).length > 2);
  });

  it('the number of streams is limited for each member and for the process', async () => {
    const server = await start({ maxStreams: 3, maxStreamsPerOwner: 2 });
    const pages = [
      await openPage(server, 'lin'),
      await openPage(server, 'lin'),
      await openPage(server, 'lin'),
    ];
    expect(pages.map((page) => page.status === 200)).toEqual([true, true, false]);
    expect((await openPage(server, 'zhou')).status).toBe(200);
    expect((await openPage(server, 'zhou')).status).not.toBe(200);
  });

  it('an open stream does not hold up the stop of the program', async () => {
    const server = await start();
    const lin = await openPage(server, 'lin');
    const began = Date.now();
    await server.close();
    running.length = 0;
    await until(() => lin.ended);
    expect(Date.now() - began).toBeLessThan(2_000);
  });
});

describe('a topic', () => {
  it('a message on a topic reaches only those who follow the topic', async () => {
    const server = await start();
    const [phone, other] = [await openPage(server, 'topic/phone'), await openPage(server, 'topic/other')];
    server.get(Live).publish('phone', { identity: '3' });
    await until(() => phone.events.length === 1);
    await shortPause();
    expect(phone.events).toEqual(['event: message\ndata: {"identity":"3"}']);
    expect(other.events).toEqual([]);
  });
});
