import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

it('a form answers only when the session with its message is saved, so that the next page can show it', async () => {
  const wutao = await bench.desk('wutao');
  let answered = false;
  const database = bench.server.get(Database);
  const sending = await database.transaction(async () => {
    await database.rows(sql`select from session for update`);
    const post = wutao.post('/settings/departments', {
      key: 'warehouse',
      'name[zh-CN]': '仓库',
      'name[en]': 'Warehouse',
    });
    void post.finally(() => (answered = true));
    await setTimeout(400);
    expect(answered).toBe(false);
    return [post];
  });
  expect((await sending[0]!).status).toBe(303);
  expect(wordsOf((await wutao.get('/settings/departments')).html)).toContain('部门已新建');
});
