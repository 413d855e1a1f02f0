import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { RefundApproval, RefundRequests, Refunds, RefundsModule } from '../../src/refunds/index.js';
import {
  Confirmations,
  Employment,
  Invitations,
  Joinings,
  type Member,
  Members,
  type RoleKey,
  Roster,
} from '../../src/staff/index.js';
import { PASSWORD } from '../support/cast.js';
import { Shop } from '../support/shop.js';

const CUSTOMERS = [
  'emma',
  'xiaoming',
  'xiaohong',
  'liqiang',
  'wangmei',
  'zhaojun',
  'sunli',
  'zhoujie',
  'wuyan',
] as const;

describe('fault 2: four eyes are two people', () => {
  let shop: Shop;
  let orders = 0;
  beforeAll(async () => {
    shop = await Shop.open(RefundsModule);
  });
  afterAll(() => shop.close());

  /** The inviter makes the link and somebody joins by it. */
  async function joins(name: string, by: Member, role: RoleKey = 'finance_clerk'): Promise<Member> {
    const departmentIds = [shop.cast.departments.finance];
    const { token } = await shop
      .get(Invitations)
      .invite({ email: `${name}@huiyin.example`, name, role, departmentIds }, by);
    return shop.get(Joinings).accept(token, { name, password: PASSWORD });
  }
  const ask = async (member: Member) => {
    const customer = CUSTOMERS[(orders += 1)]!;
    const number = await shop.refundAtFinance(customer, '我要退款');
    const wish = { order: `order-${customer}`, amount: '10', reason: '破损' };
    return shop.get(RefundRequests).put(member, number, wish);
  };
  const approve = (member: Member, seen: { id: string; version: number }) =>
    shop.get(RefundApproval).approve(member, seen);
  const confirm = (member: Member, by = shop.cast.staff.wutao) =>
    shop.get(Confirmations).confirm(member.id, by);

  it('a second account that a finance lead invited herself can neither ask nor approve', async () => {
    const { wangfang, chenjing } = shop.cast.staff;
    const second = await joins('second', chenjing);
    await expect(ask(second)).rejects.toMatchObject({ status: 403, code: 'you_unconfirmed' });
    await expect(approve(second, await ask(wangfang))).rejects.toMatchObject({
      status: 403,
      code: 'approver_unconfirmed',
    });
    const refund = await ask(wangfang);
    const decide = shop.rows(sql`
      insert into refund_decision (refund_id, approved, decided_by, decided_at)
      values (${refund.id}, true, ${second.id}, ${new Date()})`);
    await expect(decide).rejects.toThrow('approver_unconfirmed');
  });

  it('somebody whom an administrator invited counts at once, but not beside that administrator', async () => {
    const { wutao, wangfang } = shop.cast.staff;
    const clerk = await joins('by-admin', wutao);
    expect(await approve(wangfang, await ask(clerk))).toMatchObject({ state: 'approved' });
    const [fault] = await shop.rows(sql`select pair_fault(${clerk.id}, ${wutao.id}) fault`);
    expect(fault).toEqual({ fault: 'brought_in_by_other' });
  });

  it('a finance lead who renews the invitation of an administrator holds the link, and so brings the person in', async () => {
    const { wutao, chenjing } = shop.cast.staff;
    const departmentIds = [shop.cast.departments.finance];
    const invitee = {
      email: 'renewed@huiyin.example',
      name: 'renewed',
      role: 'finance_clerk',
      departmentIds,
    } as const;
    const { id } = await shop.get(Invitations).invite(invitee, wutao);
    const { token } = await shop.get(Invitations).renew(id, chenjing);
    const clerk = await shop.get(Joinings).accept(token, { name: 'renewed', password: PASSWORD });
    await expect(ask(clerk)).rejects.toMatchObject({ status: 403, code: 'you_unconfirmed' });
  });

  it('an administrator confirms somebody whom a colleague invited, and both may then be the pair', async () => {
    const { chenjing, wutao } = shop.cast.staff;
    const clerk = await joins('clerk', chenjing);
    const boss = await shop.get(Members).create(
      {
        email: 'boss@huiyin.example',
        name: '老板',
        role: 'admin',
        departmentIds: [],
        password: PASSWORD,
      },
      SYSTEM,
    );
    await expect(confirm(clerk, chenjing)).rejects.toMatchObject({ status: 403 });
    await expect(confirm(wutao, wutao)).rejects.toMatchObject({ code: 'own_confirmation' });
    const byBoss = await joins('by-boss', boss);
    await expect(confirm(byBoss, boss)).rejects.toMatchObject({ code: 'brought_in_by_you' });
    await confirm(clerk);
    await confirm(clerk);
    expect(await approve(chenjing, await ask(clerk))).toMatchObject({ state: 'approved' });
    const acts = await shop.rows(sql`select subject_id from audit where action = 'member.confirmed'`);
    expect(acts).toEqual([{ subjectId: clerk.id }]);
  });

  it('two people whom the same colleague invited are no pair until both are confirmed', async () => {
    const { chenjing } = shop.cast.staff;
    const [one, other] = [await joins('one', chenjing), await joins('other', chenjing)];
    const fault = async () =>
      (await shop.rows<{ fault: string | null }>(sql`select pair_fault(${one.id}, ${other.id}) fault`))[0]!
        .fault;
    expect(await fault()).toBe('approver_unconfirmed');
    await confirm(other);
    expect(await fault()).toBe('asker_unconfirmed');
    await shop.rows(sql`delete from membership where member_id = ${one.id}`);
    expect(await fault()).toBe('brought_in_by_same');
    await confirm(one);
    expect(await fault()).toBeNull();
  });

  it('a refund shows who brought in whoever asked and whoever approved', async () => {
    const { wangfang } = shop.cast.staff;
    const { data } = await shop.get(Refunds).list(wangfang, { state: 'approved' });
    expect(data.map(({ broughtIn }) => broughtIn)).toEqual([
      { asker: { by: '陈静', confirmedBy: '吴涛' }, decider: { by: null, confirmedBy: null } },
      { asker: { by: '吴涛', confirmedBy: null }, decider: { by: null, confirmedBy: null } },
    ]);
  });

  /** The inviter has another role by the time that somebody joins. */
  async function joinsAfter(
    name: string,
    inviter: { before: RoleKey; after: RoleKey },
  ): Promise<{ joined: Member; inviter: Member }> {
    const finance = [shop.cast.departments.finance];
    const { id } = await shop.get(Members).create(
      {
        ...{ email: `of-${name}@huiyin.example`, name: `of ${name}`, departmentIds: finance },
        ...{ role: inviter.before, password: PASSWORD },
      },
      SYSTEM,
    );
    const then = await shop.get(Roster).byId(id);
    const invitee = { email: `${name}@huiyin.example`, name, departmentIds: finance };
    const { token } = await shop.get(Invitations).invite({ ...invitee, role: 'finance_clerk' }, then);
    await shop.get(Employment).change(id, { role: inviter.after, departmentIds: finance }, SYSTEM);
    const joined = await shop.get(Joinings).accept(token, { name, password: PASSWORD });
    return { joined, inviter: await shop.get(Roster).byId(id) };
  }

  it('whom a finance lead invited is not brought in by an administrator once the lead becomes one', async () => {
    const { joined } = await joinsAfter('by-promoted', { before: 'finance_lead', after: 'admin' });
    await expect(ask(joined)).rejects.toMatchObject({ status: 403, code: 'you_unconfirmed' });
  });

  it('whom an administrator invited counts after that one was demoted, but never beside that one', async () => {
    const { joined, inviter } = await joinsAfter('by-demoted', { before: 'admin', after: 'finance_lead' });
    const refund = await ask(joined);
    await expect(approve(inviter, refund)).rejects.toMatchObject({ status: 403 });
    expect(await approve(shop.cast.staff.wangfang, refund)).toMatchObject({ state: 'approved' });
  });

  it('an administrator who renews the link of a finance lead brings the person in', async () => {
    const { wutao, chenjing } = shop.cast.staff;
    const invitee = { name: 'again', departmentIds: [shop.cast.departments.finance] };
    const { id } = await shop
      .get(Invitations)
      .invite({ ...invitee, email: 'again@huiyin.example', role: 'finance_clerk' }, chenjing);
    const { token } = await shop.get(Invitations).renew(id, wutao);
    const clerk = await shop.get(Joinings).accept(token, { name: 'again', password: PASSWORD });
    expect(await shop.rows(sql`select counts_for_money(${clerk.id}) counts`)).toEqual([{ counts: true }]);
  });
});
