import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workbench } from './workbench.js';

let bench: Workbench;
let number: string;
beforeAll(async () => {
  bench = await Workbench.open();
  await bench.says('emma', 'I want to complain about a broken cup');
  number = await bench.ticketOf('emma');
});
afterAll(() => bench.close());

const pathsOf = (html: string) =>
  [...new Set([...html.matchAll(/data-path="([^"]+)"/g)].map(([, path]) => path!))].sort();

it.each([
  [
    'a hold',
    () => `/tickets/${number}/holds`,
    { reason: ' ', until: '2020-01-01T10:00' },
    ['reason', 'until'],
  ],
  [
    'a handoff',
    () => `/tickets/${number}/handoffs`,
    { department: 'nowhere', note: '' },
    ['department', 'note'],
  ],
  [
    'a new calendar',
    () => '/settings/calendars',
    {
      'name[zh-CN]': '仓库',
      'name[en]': 'Warehouse',
      zone: 'nope',
      'days[0][date]': '2026-12-25',
      'days[1][date]': '2026-12-25',
    },
    ['overrides.2026-12-25', 'zone'],
  ],
])('%s that is wrong in several ways names all of them at once', async (_what, address, typed, paths) => {
  const wutao = await bench.desk('wutao');
  await wutao.get('/tickets');
  const { status, html } = await wutao.post(address(), typed);
  expect(status).toBe(422);
  expect(pathsOf(html)).toEqual(expect.arrayContaining(paths));
});
