import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sending } from '../../src/delivery/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Config } from '../../src/platform/config/index.js';
import { sql } from '../../src/platform/database/index.js';
import { contentName } from '../../src/platform/files/content-name.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PDF = Buffer.from('%PDF-1.7 <script>alert(1)</script>');

let bench: Workbench;
let lina: Desk;
let talk: string;
beforeAll(async () => {
  bench = await Workbench.open();
  lina = await bench.desk('lina');
  await bench.says('wuyan', '发票什么时候开?');
  talk = await bench.talkOf('wuyan');
});
afterAll(() => bench.close());

const files = (id = talk) => `/inbox/${id}/files`;
const lastSent = async () => {
  await bench.server.get(Sending).drain();
  return bench.paper.sent.at(-1);
};
const newest = async () =>
  (
    await bench.rows<{ id: string; kind: string; text: string }>(
      sql`select id, kind, text from message where direction = 'out' order by id desc limit 1`,
    )
  )[0]!;

describe('a picture of Li Na', () => {
  it('a picture is sent as a picture, and claims the conversation like any answer', async () => {
    expect((await lina.upload(files(), 'screen.png', PNG)).status).toBe(204);
    expect(await lastSent()).toMatchObject({ text: '', attachment: 'image' });
    const page = await lina.get(`/inbox/${talk}`);
    expect(page.html).toContain(`src="/files/${(await newest()).id}"`);
    const [row] = await bench.rows(sql`
      select assignee_id = ${bench.cast.staff.lina.id} as hers, unanswered_since from conversation where id = ${talk}`);
    expect(row).toEqual({ hers: true, unansweredSince: null });
  });

  it('a picture that the channel does not carry is sent as a link', async () => {
    await lina.upload(files(), 'large.png', Buffer.concat([PNG, Buffer.alloc(1000)]));
    expect(await lastSent()).toMatchObject({ text: expect.stringContaining('/f/') as string });
  });
});

describe('another file', () => {
  it('another file is sent as a link that ends after a week, and can only be saved', async () => {
    await lina.upload(files(), '../../发票 "九月".pdf', PDF);
    const sent = (await lastSent())!.text;
    expect(sent).toMatch(/给您发了一个文件：发票 九月\.pdf\n.*\/f\/\S+\n链接 7 天内有效/);
    const path = /\/f\/\S+/.exec(sent)![0];
    const saved = await fetch(`${bench.server.url}${path}`);
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    expect(saved.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('发票 九月.pdf')}`,
    );
    expect(Buffer.from(await saved.arrayBuffer())).toEqual(PDF);
    await bench.server.get(Clock).moveTo(new Date(Date.now() + 7 * 24 * 3_600_000 + 60_000));
    const over = await fetch(`${bench.server.url}${path}`, { headers: { accept: 'text/html' } });
    expect(over.status).toBe(404);
    expect(wordsOf(await over.text())).toMatch(/文件已失效|no longer here/);
    await bench.server.get(Clock).backToNow();
  });

  it('a sent file can be saved by colleagues under its address, and is not shown in a page', async () => {
    const { id, kind } = await newest();
    expect(kind).toBe('file');
    expect((await lina.get(`/inbox/${talk}`)).html).toContain(`href="/files/${id}/original"`);
    expect((await lina.get(`/files/${id}`)).status).toBe(404);
    expect((await lina.get(`/files/${id}/original`)).status).toBe(200);
  });
});

describe('a file that is refused', () => {
  it('an empty or too large file is refused with the limit named', async () => {
    expect((await lina.upload(files(), 'nothing.txt', Buffer.alloc(0))).status).toBe(422);
    const large = await lina.upload(files(), 'film.mov', Buffer.alloc(20 * 1024 * 1024 + 1));
    expect(large.status).toBe(422);
    expect(await large.json()).toMatchObject({ detail: '最大 20 MB', fields: { file: 'too_big:20' } });
  });

  it('a file is refused from another department, a stranger, or a page of another site', async () => {
    const wangfang = await bench.desk('wangfang');
    const secret = Buffer.concat([PNG, Buffer.from('nobody may keep this')]);
    expect((await wangfang.upload(files(), 'a.png', secret)).status).toBe(404);
    await bench.says('wuyan', '我要投诉,商品破损');
    const number = await bench.ticketOf('wuyan');
    expect((await wangfang.upload(`/tickets/${number}/words/files`, 'a.png', secret)).status).toBe(404);
    const place = join(bench.server.get(Config).dataDir, 'files', contentName(secret).path);
    expect(existsSync(place)).toBe(false);
    expect((await lina.upload(`/tickets/${number}/words/files`, 'a.png', secret)).status).toBe(204);
    expect(existsSync(place)).toBe(true);
    expect((await lina.upload(files(), 'a.png', PNG, 'made up')).status).toBe(403);
    const { id } = await newest();
    expect((await wangfang.get(`/files/${id}/original`)).status).toBe(404);
    expect((await fetch(`${bench.server.url}/f/made-up`)).status).toBe(404);
  });
});

it('a place, a link and a file from a customer are each shown as what they are', async () => {
  await bench.says('wuyan', {
    type: 'message',
    providerId: 'p1',
    kind: 'location',
    text: '深圳湾公园',
    latitude: 22.5,
    longitude: 113.9,
  });
  await bench.says('wuyan', {
    type: 'message',
    providerId: 'p2',
    kind: 'file',
    text: '合同.docx',
    bytes: 20_480,
  });
  await bench.says('wuyan', {
    type: 'message',
    providerId: 'p3',
    kind: 'link',
    text: '活动页',
    url: 'https://shop.example/sale',
  });
  const { html } = await lina.get(`/inbox/${talk}`);
  const words = wordsOf(html);
  expect(words).toContain('深圳湾公园 22.5,113.9');
  expect(words).toContain('合同.docx 20 KB · 微信不提供文件内容');
  expect(html).toContain('href="https://shop.example/sale"');
  expect(words).not.toContain('暂时无法显示');
});
