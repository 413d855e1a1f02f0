import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GroupRobotsModule } from '../../src/channels/robots/index.js';
import { raw, sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { Live, LiveModule } from '../../src/platform/live/index.js';
import {
  ApiTokens,
  Employment,
  Passwords,
  Sessions,
  SessionTimes,
  TimedOutSessions,
} from '../../src/staff/index.js';
import { WebModule } from '../../src/web/index.js';
import { openServer, type TestServer } from '../support/server.js';
import { Desk, faultsOn, linkIn, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
/** Another process of the same installation. */
let elsewhere: TestServer;
beforeAll(async () => {
  bench = await Workbench.open();
  elsewhere = await openServer({
    databaseUrl: bench.server.databaseUrl,
    imports: [LiveModule, JobsModule, WebModule, GroupRobotsModule],
    environment: { ROLE: 'web' },
  });
});
afterAll(async () => {
  await elsewhere.close();
  await bench.close();
});

type Key = Parameters<Workbench['desk']>[0];
const enter = (member: Key) => Desk.open(bench.server.url, `${member}@huiyin.example`);
const isOpen = async (desk: Desk) => (await desk.get('/profile')).status === 200;

interface Stream {
  heard(): string;
  ended(): boolean;
}

/** Opens what a page listens to. Nothing but the end of the login ends it within a minute. */
async function listen(desk: Desk, at = bench.server): Promise<Stream> {
  let [heard, over] = ['', false];
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${at.url}/live`, { headers: { cookie: desk.cookie }, agent: false }, resolve).on('error', reject);
  });
  expect(answer.statusCode).toBe(200);
  answer.setEncoding('utf8').on('data', (text: string) => (heard += text));
  answer.on('close', () => (over = true)).on('error', () => (over = true));
  return { heard: () => heard, ended: () => over };
}

const endsNow = (stream: Stream) =>
  vi.waitFor(() => expect(stream.ended()).toBe(true), { timeout: 2_000, interval: 10 });

describe('fault 36: an open stream ends with its login', () => {
  const ends: Record<string, (member: Key, desk: Desk) => Promise<unknown>> = {
    'logging out': (_member, desk) => desk.post('/logout'),
    'disabling the account': (member) =>
      bench.server.get(Employment).disable(bench.cast.staff[member].id, SYSTEM),
    'a new password': (member) =>
      bench.server.get(Passwords).reset(bench.cast.staff[member].id, 'feather-lantern-41', SYSTEM),
    'ending it from the list': async (member) => {
      const [login] = await bench.server.get(Sessions).list(bench.cast.staff[member].id);
      await bench.server.get(Sessions).end(bench.cast.staff[member].id, login!.id, SYSTEM);
    },
  };

  it.each([
    ['logging out', 'liuyang'],
    ['disabling the account', 'zhaolei'],
    ['a new password', 'chenjing'],
    ['ending it from the list', 'zhoulin'],
  ] as [string, Key][])('fault 36: %s ends open streams at once, in every process', async (what, member) => {
    const desk = await enter(member);
    const [here, there] = [await listen(desk), await listen(desk, elsewhere)];
    const other = await listen(await bench.desk('lina'));
    await ends[what]!(member, desk);
    await Promise.all([endsNow(here), endsNow(there)]);
    expect(there.heard()).toContain('event: over');
    expect(other.ended()).toBe(false);
    expect(await isOpen(desk)).toBe(false);
  });

  it('fault 36: an open stream of another login of the same member goes on', async () => {
    const [phone, office] = [await enter('zhangmin'), await enter('zhangmin')];
    const [left, kept] = [await listen(phone), await listen(office)];
    await phone.post('/logout');
    await endsNow(left);
    expect(kept.ended()).toBe(false);
    expect(kept.heard()).not.toContain('event: over');
  });
});

describe('the times of a login', () => {
  const passed = (minutes: number, what: 'used_at' | 'began_at') =>
    bench.rows(sql`
      update session set ${raw(what)} = ${raw(what)} - make_interval(mins => ${minutes})
       where sess ->> 'subject' = ${bench.cast.staff.wangfang.id}`);

  it('a login that nobody uses is over after the time that is set, and its stream with it', async () => {
    const desk = await enter('wangfang');
    const stream = await listen(desk);
    await passed(719, 'used_at');
    expect(await isOpen(desk)).toBe(true);
    await passed(721, 'used_at');
    expect(await isOpen(desk)).toBe(false);
    await bench.server.get(TimedOutSessions).sweep();
    await endsNow(stream);
  });

  it('a login that is used is over when the longest time has passed', async () => {
    const desk = await enter('wangfang');
    await passed(14 * 24 * 60 - 1, 'began_at');
    expect(await isOpen(desk)).toBe(true);
    await passed(2, 'began_at');
    expect(await isOpen(desk)).toBe(false);
  });

  it('fault 37: a login that ended by itself is on the list of who did what once, whoever sweeps', async () => {
    const { wangfang } = bench.cast.staff;
    const ended = () =>
      bench.rows<{ reason: string; kind: string }>(sql`
        select after ->> 'reason' as reason, actor_kind as kind from audit
         where action = 'session.ended' and subject_id = ${wangfang.id} order by id desc`);
    const sweep = () =>
      Promise.all([bench.server, elsewhere].map((one) => one.get(TimedOutSessions).sweep()));
    await sweep();
    const before = (await ended()).length;
    const [idle, old] = [await enter('wangfang'), await enter('wangfang')];
    await passed(721, 'used_at');
    await sweep();
    expect((await ended()).slice(0, -before || undefined)).toEqual([
      { reason: 'idle', kind: 'system' },
      { reason: 'idle', kind: 'system' },
    ]);
    expect([await isOpen(idle), await isOpen(old)]).toEqual([false, false]);
    await enter('wangfang');
    await passed(14 * 24 * 60 + 1, 'began_at');
    await sweep();
    await sweep();
    expect((await ended()).length).toBe(before + 3);
    expect((await ended())[0]).toEqual({ reason: 'absolute', kind: 'system' });
  });

  it('a page that redraws itself does not keep a login alive, and its reader does', async () => {
    const desk = await enter('wangfang');
    const restedFor = async () => {
      const [login] = await bench.server.get(Sessions).list(bench.cast.staff.wangfang.id);
      return Date.now() - login!.used.getTime();
    };
    await passed(30, 'used_at');
    await desk.get('/tickets', 'zh-CN', { 'x-redraw': 'true' });
    await listen(desk);
    expect(await restedFor()).toBeGreaterThan(29 * 60_000);
    await desk.get('/tickets');
    expect(await restedFor()).toBeLessThan(60_000);
  });

  it('a change of the times holds at once, is bounded, and is on the list of who did what', async () => {
    const wutao = await bench.desk('wutao');
    await wutao.get('/settings/sessions');
    for (const [idleMinutes, longestHours] of [
      ['4', '336'],
      ['43201', '336'],
      ['5.5', '336'],
      ['', '336'],
    ] as const) {
      const refused = await wutao.post('/settings/sessions', { idleMinutes, longestHours });
      expect([refused.status, Object.keys(faultsOn(refused.html))]).toEqual([422, ['idleMinutes']]);
    }
    const refused = await wutao.post('/settings/sessions', { idleMinutes: '30', longestHours: '721' });
    expect(Object.keys(faultsOn(refused.html))).toEqual(['longestHours']);
    const desk = await enter('wangfang');
    await passed(45, 'used_at');
    const saved = await wutao.post('/settings/sessions', { idleMinutes: '30', longestHours: '336' });
    expect(saved.status).toBe(303);
    expect(await isOpen(desk)).toBe(false);
    expect(
      await bench.rows(sql`select before, after from audit where action = 'logins.times_changed'`),
    ).toEqual([{ before: { idleMinutes: 720 }, after: { idleMinutes: 30 } }]);
    await bench.server.get(SessionTimes).change({ idleMinutes: 720, longestHours: 336 }, SYSTEM);
  });
});

describe('the list of logins', () => {
  it('a member ends all other logins at once and keeps the present one', async () => {
    const [here, there] = [await enter('wangfang'), await enter('wangfang')];
    await here.get('/profile');
    expect((await here.post('/profile/logins/end')).status).toBe(303);
    expect(await isOpen(there)).toBe(false);
    const { html } = await here.get('/profile');
    expect(html).not.toContain('action="/profile/logins/end"');
  });

  it('an administrator sees who is signed in and ends one login or all of a member', async () => {
    const [one, two, wutao] = [await enter('wangfang'), await enter('wangfang'), await enter('wutao')];
    const overview = await wutao.get('/settings/sessions');
    const { id, name } = bench.cast.staff.wangfang;
    expect(wordsOf(overview.html)).toContain(name);
    const page = await wutao.get(linkIn(overview.html, new RegExp(`href="(/settings/sessions/${id})"`)));
    const end = linkIn(page.html, /action="(\/settings\/sessions\/\d+\/logins\/\w{64}\/end)"/);
    expect((await wutao.post(end)).location).toBe(`/settings/sessions/${id}`);
    expect((await wutao.post(end)).status).toBe(404);
    expect([await isOpen(one), await isOpen(two)].filter(Boolean)).toHaveLength(1);
    await wutao.post(`/settings/sessions/${id}/logins/end`);
    expect([await isOpen(one), await isOpen(two)]).toEqual([false, false]);
    const [last] = await bench.rows<{ actorId: string; subjectId: string }>(sql`
      select actor_id, subject_id from audit where action = 'member.logins_ended' order by id desc limit 1`);
    expect(last).toEqual({ actorId: bench.cast.staff.wutao.id, subjectId: id });
  });

  it('an administrator who ends all own logins keeps the present one', async () => {
    const [here, there] = [await enter('wutao'), await enter('wutao')];
    await here.get('/settings/sessions');
    await here.post(`/settings/sessions/${bench.cast.staff.wutao.id}/logins/end`);
    expect([await isOpen(here), await isOpen(there)]).toEqual([true, false]);
  });

  it('nobody but an administrator sees the logins of others', async () => {
    const lead = await bench.desk('lina');
    expect((await lead.get('/settings/sessions')).status).toBe(403);
    const path = `/settings/sessions/${bench.cast.staff.wutao.id}`;
    expect((await lead.get(path)).status).toBe(403);
    expect((await lead.post(`${path}/logins/end`)).status).toBe(403);
  });
});

describe('a login of a member whose rights change', () => {
  it('an open stream follows the new rights at once', async () => {
    const { lina } = bench.cast.staff;
    const stream = await listen(await bench.desk('lina'));
    await bench.server
      .get(Employment)
      .change(lina.id, { role: 'agent', departmentIds: [bench.cast.departments.finance] }, SYSTEM);
    await vi.waitFor(
      () => {
        bench.server
          .get(Live)
          .changed({ ticket: String(Math.random()), departments: [bench.cast.departments.finance] });
        expect(stream.heard()).toContain('event: changed');
      },
      { timeout: 2_000, interval: 100 },
    );
  });
});

describe('the logins of a member over the API', () => {
  const api = async (token: string, method: string, path: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${bench.server.url}/api/v1${path}`, { method, headers });
    const text = await answer.text();
    return { status: answer.status, data: text ? (JSON.parse(text) as { data?: Row[] }).data : undefined };
  };
  interface Row {
    id: string;
    browser: string | null;
  }
  const tokenOf = async (member: Key) => {
    const { [member]: person } = bench.cast.staff;
    return (await bench.server.get(ApiTokens).create(person.id, 'a script', person)).token;
  };

  it('a member lists the own logins and ends one of them, or all', async () => {
    const token = await tokenOf('wangfang');
    await api(token, 'DELETE', '/sessions');
    const desks = [await enter('wangfang'), await enter('wangfang'), await enter('wangfang')];
    const { data } = await api(token, 'GET', '/sessions');
    expect(data).toHaveLength(3);
    expect((await api(token, 'DELETE', `/sessions/${data![0]!.id}`)).status).toBe(204);
    expect((await api(token, 'DELETE', `/sessions/${data![0]!.id}`)).status).toBe(404);
    expect((await Promise.all(desks.map(isOpen))).filter(Boolean)).toHaveLength(2);
    expect((await api(token, 'DELETE', '/sessions')).status).toBe(204);
    expect((await Promise.all(desks.map(isOpen))).filter(Boolean)).toHaveLength(0);
    expect((await api(token, 'GET', '/sessions')).data).toEqual([]);
  });

  it('an administrator lists and ends those of a member, and nobody else does', async () => {
    const [token, other] = [await tokenOf('wutao'), await tokenOf('zhangmin')];
    const place = `/staff/${bench.cast.staff.wangfang.id}/sessions`;
    const desk = await enter('wangfang');
    expect((await api(other, 'GET', place)).status).toBe(403);
    const { data } = await api(token, 'GET', place);
    expect((await api(token, 'DELETE', `${place}/${data![0]!.id}`)).status).toBe(204);
    expect(await isOpen(desk)).toBe(false);
    const again = await enter('wangfang');
    expect((await api(token, 'DELETE', place)).status).toBe(204);
    expect(await isOpen(again)).toBe(false);
    const rows = await bench.rows(sql`
      select actor_id, address is not null as placed from audit
       where action = 'member.logins_ended' and subject_id = ${bench.cast.staff.wangfang.id}
       order by id desc limit 2`);
    const { id: actorId } = bench.cast.staff.wutao;
    expect(rows).toEqual([1, 2].map(() => ({ actorId, placed: true })));
    expect((await api(token, 'DELETE', '/staff/999999/sessions')).status).toBe(404);
  });
});
