import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { NightlyRetention } from '../../src/retention/index.js';
import { type Desk, faultsOn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  await wutao.get('/settings/retention');
});
afterAll(() => bench.close());

const ADDRESS = '/settings/retention';
const DAYS = { deliveries: '400', messages: '800', tickets: '1500', events: '1600', envelopes: '60' };
const stored = () =>
  bench.rows<{ days: number }>(sql`select days from retention_class where key = 'messages'`);

it('the page shows the days of each class with their bounds, and says that no night has passed', async () => {
  const { html } = await wutao.get(ADDRESS, 'en');
  expect(html).toContain('value="1095"');
  expect(wordsOf(html)).toContain('Days, 180 to 3650');
  expect(wordsOf(html)).toContain('No night has passed yet.');
});

it('a dry run says what would go with the typed days, and saves nothing', async () => {
  const shown = await wutao.post(`${ADDRESS}/preview`, DAYS);
  expect(shown.status).toBe(202);
  expect(shown.html).toContain('data-testid="would-remove"');
  expect(shown.html).toContain('value="800"');
  expect(await stored()).toEqual([{ days: 1095 }]);
});

it('days that are no number, too few, too many or do not fit each other are refused beside their field', async () => {
  const wrong = { ...DAYS, messages: '30', tickets: 'bald', events: '99999' };
  for (const path of [ADDRESS, `${ADDRESS}/preview`]) {
    const refused = await wutao.post(path, wrong);
    expect(refused.status).toBe(422);
    expect(Object.keys(faultsOn(refused.html)).sort()).toEqual([
      'deliveries',
      'events',
      'messages',
      'tickets',
    ]);
  }
});

it('saved days hold, and the page shows what a night removed', async () => {
  expect((await wutao.post(ADDRESS, DAYS)).status).toBe(303);
  expect(await stored()).toEqual([{ days: 800 }]);
  await bench.server.get(NightlyRetention).tonight(new Date());
  const said = async () => wordsOf((await wutao.get(ADDRESS, 'en')).html);
  expect(await said()).toContain('sent 0 · messages 0 · tickets 0 · pushes 0');
  await bench.rows(sql`update retention_run set removed = removed || '{"deliveries": 1234567}'`);
  expect(await said()).toContain('sent 1,234,567 · messages 0');
});

it('only administrators open it', async () => {
  expect((await (await bench.desk('zhangmin')).get(ADDRESS)).status).toBe(403);
});
