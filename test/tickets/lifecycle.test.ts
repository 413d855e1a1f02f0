import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  ACTS,
  allowed,
  Handoff,
  HANDOFF_MOVES,
  HANDOFF_STATES,
  type HandoffMove,
  isFinished,
  type Move,
  Pausing,
  Resolutions,
  type Status,
  STATUSES,
  Ticket,
  TICKET_ACTS,
} from '../../src/tickets/index.js';
import { Shop } from '../support/shop.js';

const ACTIONS = TICKET_ACTS.filter((act): act is Move => 'to' in ACTS[act]);
const every = ACTIONS.flatMap((action) => STATUSES.map((status) => [action, status] as const));

describe('The lifecycle of a ticket', () => {
  it.each(every)(
    'the move "%s" of a ticket that is %s obeys the table, or is refused with the present status',
    (action, status) => {
      const ticket = Object.assign(new Ticket(), { number: '100001', status });
      if (allowed(action, status)) {
        expect(ticket.move(action)).toEqual({ from: status, to: ACTS[action].to });
        expect(ticket.status).toBe(ACTS[action].to);
      } else {
        expect(() => ticket.move(action)).toThrow(
          expect.objectContaining({ code: 'not_allowed_now', details: { state: status } }) as Error,
        );
        expect(ticket.status).toBe(status);
      }
    },
  );

  it('every status of a ticket can be left except closed', () => {
    const leads = STATUSES.filter((status) => ACTIONS.some((action) => allowed(action, status)));
    expect(leads).toEqual(STATUSES.filter((status) => status !== 'closed'));
  });
});

describe('The lifecycle of a handoff', () => {
  const moves = (Object.keys(HANDOFF_MOVES) as HandoffMove[]).flatMap((move) =>
    HANDOFF_STATES.map((state) => [move, state] as const),
  );

  it.each(moves)(
    'the move "%s" of a handoff that is %s obeys the table, or is refused with the present state',
    (move, state) => {
      const handoff = Object.assign(new Handoff(), { state });
      if (state === HANDOFF_MOVES[move].from) {
        handoff.move(move);
        expect(handoff.state).toBe(HANDOFF_MOVES[move].to);
      } else {
        expect(() => handoff.move(move)).toThrow(
          expect.objectContaining({ code: 'handoff_answered', details: { state } }) as Error,
        );
      }
    },
  );
});

describe('Acts against the lifecycle of a ticket', () => {
  let shop: Shop;
  let number: string;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.says('xiaoming', '我要投诉,商品破损');
    number = await shop.ticketOf('xiaoming');
  });
  afterAll(() => shop.close());

  const acts = {
    wait: () => shop.get(Pausing).waitForCustomer(shop.cast.staff.lina, number),
    hold: () => shop.get(Pausing).hold(shop.cast.staff.lina, number, { reason: '等仓库' }),
    resume: () => shop.get(Pausing).resume(shop.cast.staff.lina, number),
    resolve: () => shop.get(Resolutions).resolve(shop.cast.staff.lina, number, '已补发'),
    reopen: () => shop.get(Resolutions).reopen(shop.cast.staff.lina, number, '又坏了'),
  };
  const illegal = (Object.keys(acts) as (keyof typeof acts)[]).flatMap((act) =>
    STATUSES.filter((status) => !allowed(act, status)).map((status) => [act, status] as const),
  );

  it.each(illegal)('%s is refused on a ticket that is %s', async (act, status: Status) => {
    await shop.rows(sql`update ticket set status = ${status}`);
    const before = await state();
    await expect(acts[act]()).rejects.toMatchObject({ code: 'not_allowed_now', details: { state: status } });
    expect(await state()).toEqual(before);
  });

  it.each(STATUSES)(
    'the database and the program agree whether a ticket that is %s is finished',
    async (status) => {
      await shop.rows(sql`update ticket set status = ${status}`);
      expect(await shop.rows(sql`select is_finished from ticket`)).toEqual([
        { isFinished: isFinished(status) },
      ]);
    },
  );

  const state = () =>
    shop.rows(sql`
      select t.status, t.version, (select count(*)::int from event) events, (select count(*)::int from hold) holds,
             (select count(*)::int from resolution) resolutions from ticket t`);
});
