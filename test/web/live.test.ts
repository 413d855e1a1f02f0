import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MessageFiles } from '../../src/conversations/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { Live, LiveOptions } from '../../src/platform/live/index.js';
import { Employment } from '../../src/staff/index.js';
import { sql } from '../../src/platform/database/index.js';
import { Desk, Workbench } from './workbench.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
  bench.server.get(LiveOptions).recheckMs = 50;
});
afterAll(() => bench.close());

/** Collects what a browser hears at /live. */
async function listen(desk: Desk): Promise<{ heard: string[]; ended: () => boolean; close: () => void }> {
  const heard: string[] = [];
  let over = false;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${bench.server.url}/live`, { headers: { cookie: desk.cookie } }, resolve).on('error', reject);
  });
  answer.setEncoding('utf8').on('data', (text: string) => heard.push(text));
  answer.on('close', () => (over = true));
  return { heard, ended: () => over, close: () => answer.destroy() };
}

const soon = (look: () => void) => vi.waitFor(look, { timeout: 5_000, interval: 20 });

describe('hints to open pages', () => {
  it('hints tell an agent of a new ticket within a second, and other departments nothing', async () => {
    const [lina, wangfang, wutao] = await Promise.all(
      (['lina', 'wangfang', 'wutao'] as const).map(async (member) => listen(await bench.desk(member))),
    );
    const took: number[] = [];
    for (const customer of ['xiaoming', 'xiaohong', 'wuyan'] as const) {
      lina!.heard.length = 0;
      const said = Date.now();
      await bench.says(customer, '我的账号被盗了,有人在异地登录');
      await soon(() => expect(lina!.heard.join('')).toMatch(/event: changed\ndata: \{"tickets":\["\d+"/));
      took.push(Date.now() - said);
    }
    // What else the machine does may hold up one of them.
    expect(Math.min(...took)).toBeLessThan(1_000);
    await soon(() => expect(wutao!.heard.join('')).toContain('event: changed'));
    bench.server.get(Live).changed({ ticket: '999', departments: [bench.cast.departments.finance] });
    await soon(() => expect(wangfang!.heard.join('')).toContain('"999"'));
    expect(wangfang!.heard.join('').match(/event: changed/g)).toHaveLength(1);
    expect(lina!.heard.join('')).not.toContain('"999"');
    for (const stream of [lina!, wangfang!, wutao!]) stream.close();
  });

  it('visitors get no hints', async () => {
    const visitor = await fetch(`${bench.server.url}/live`, {
      redirect: 'manual',
      headers: { accept: 'text/event-stream' },
    });
    expect(visitor.status).toBe(401);
  });

  it('hints end soon after the member logged out', async () => {
    const desk = await Desk.open(bench.server.url, 'zhoulin@huiyin.example');
    const stream = await listen(desk);
    await desk.post('/logout');
    await soon(() => expect(stream.ended()).toBe(true));
  });

  it('hints end soon after the member was disabled', async () => {
    const stream = await listen(await bench.desk('liuyang'));
    await bench.server.get(Employment).disable(bench.cast.staff.liuyang.id, SYSTEM);
    await soon(() => expect(stream.ended()).toBe(true));
  });
});

describe('files in the browser', () => {
  const PIXEL = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  it('a picture is shown to members who may read the conversation, and to nobody else', async () => {
    await bench.says('wuyan', {
      type: 'message',
      kind: 'image',
      text: '',
      providerId: randomUUID(),
      mediaId: 'm',
    });
    const [message] = await bench.rows<{ id: string }>(sql`select id from message where kind = 'image'`);
    const path = `/files/${message!.id}`;
    const lina = await bench.desk('lina');
    expect((await lina.get(path)).status).toBe(404);
    await bench.server.get(MessageFiles).keep(message!.id, { bytes: PIXEL, mediaType: 'image/png' });
    const shown = await fetch(bench.server.url + path, { headers: { cookie: lina.cookie } });
    expect([
      shown.status,
      shown.headers.get('content-type'),
      shown.headers.get('x-content-type-options'),
    ]).toEqual([200, 'image/png', 'nosniff']);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await shown.arrayBuffer()).equals(PIXEL)).toBe(true);
    expect((await (await bench.desk('wangfang')).get(path)).status).toBe(404);
    expect(
      (await fetch(bench.server.url + path, { redirect: 'manual', headers: { accept: 'text/html' } })).status,
    ).toBe(303);
  });

  it('a file that only claims to be a picture is not shown', async () => {
    await bench.rows(sql`update stored_file set media_type = 'text/html'`);
    const [message] = await bench.rows<{ id: string }>(sql`select id from message where kind = 'image'`);
    expect((await (await bench.desk('lina')).get(`/files/${message!.id}`)).status).toBe(404);
  });
});
