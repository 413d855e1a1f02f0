import { afterAll, beforeAll, expect, it } from 'vitest';
import { Invitations, Joinings } from '../../src/staff/index.js';
import { PASSWORD } from '../support/cast.js';
import { type Desk, faultsOn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let wutao: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  wutao = await bench.desk('wutao');
  await wutao.get('/settings/refunds');
});
afterAll(() => bench.close());

const ADDRESS = '/settings/refunds';
const words = async (language?: string) => wordsOf((await wutao.get(ADDRESS, language)).html);

it('fault 2: an administrator sees who brought in whom in finance, and confirms somebody', async () => {
  const { chenjing } = bench.cast.staff;
  const departmentIds = [bench.cast.departments.finance];
  const invitee = {
    email: 'second@huiyin.example',
    name: '小二',
    role: 'finance_clerk' as const,
    departmentIds,
  };
  const { token } = await bench.server.get(Invitations).invite(invitee, chenjing);
  const { id } = await bench.server.get(Joinings).accept(token, { name: '小二', password: PASSWORD });
  expect(await words()).toMatch(/小二 尚不算数 由陈静邀请 确认.*王芳 安装时建立/);
  const done = await wutao.post(`${ADDRESS}/members/${id}/confirmation`);
  expect([done.status, done.location]).toEqual([303, ADDRESS]);
  expect(await words()).toMatch(/小二 由陈静邀请 · 吴涛已确认/);
  expect(await words('en')).toContain('Invited by 陈静 · confirmed by 吴涛');
});

it('fault 6: an administrator sets how much may be paid back at once', async () => {
  expect(await words()).toMatch(/其他币种 1000000 .*JPY JP¥20,000,000/);
  const wrong = await wutao.post(`${ADDRESS}/limits`, { currency: 'ZZZ', most: 'viel' });
  expect([wrong.status, faultsOn(wrong.html)]).toEqual([
    422,
    { currency: expect.any(String) as string, most: expect.any(String) as string },
  ]);
  expect((await wutao.post(`${ADDRESS}/limits`, { currency: 'CNY', most: '5000' })).status).toBe(303);
  expect(await words()).toContain('CNY ¥5,000.00');
});

it('only administrators open the rules of refunds', async () => {
  expect((await (await bench.desk('chenjing')).get(ADDRESS)).status).toBe(403);
});
