import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { ApiTokens, Invitations } from '../../src/staff/index.js';
import { readWords } from '../../src/platform/words/index.js';
import { root } from '../../src/platform/config/index.js';
import { join } from 'node:path';
import { Desk } from '../web/workbench.js';
import { type Caller, openCallers } from './callers.js';
import { drawnFor, type DrawnForm } from './drawn.js';
import { addressOf, type Places, placesIn } from './probes.js';
import { openProgram, type Program } from './program.js';
import { routesOf } from './routes.js';
import { CALLED, trouble, TYPED, WHOLE } from './trail.js';
import { openWorld, type World } from './world.js';

/** Whatever is written at these addresses is about settings, people or rights. */
const WATCHED =
  /^(POST|PUT|PATCH|DELETE) \/(settings|profile|logout|invitations|api\/v1\/(settings|staff|departments|types|audit|tokens))\b/;

/** These write no setting. Each says why. */
const LEFT_OUT: Record<string, string> = {
  'POST /settings/calendars/preview': 'it shows what somebody types and writes nothing',
  'POST /settings/retention/preview': 'it counts what would be removed and writes nothing',
  'POST /settings/operations/deliveries/:id/retry': 'what becomes of a delivery is told by its events',
  'POST /settings/operations/deliveries/:id/cancelling': 'what becomes of a delivery is told by its events',
};
/** These need a code of the moment, a log-in or second factor again, or a provider: tests in test/web ask for their rows. */
const TRIED_ELSEWHERE =
  /^(POST \/profile\/(second-factor|accounts)|DELETE \/api\/v1\/staff\/:id\/(second-factor|sessions))/;
/** What these are done to is another one than the others of their kind. */
const APART = [/profile\/tokens\/:id\/revocation$/, /ladders\/:key$/, /toggle$/, /jobs\/:id\/discarding$/];
/** They take away what the others need. */
const LAST = [
  /holidays$/,
  /ladders\/:key$/,
  /toggle$/,
  /withdrawal$/,
  /removal$/,
  /discarding$/,
  /revocation$/,
  /disabling$/,
  /\/end$/,
  /second-factor-reset$/,
  /password$/,
  /logout$/,
];

let program: Program;
let world: World;
let admin: Caller;
let places: Places;
let drawn: DrawnForm[];
/** Another invitation than the one that is renewed and revoked. */
let token: string;
beforeAll(async () => {
  program = await openProgram();
  world = await openWorld(program);
  const { callers, belongings } = await openCallers(program, world, ['admin']);
  admin = callers[0]!;
  for (const member of ['wutao', 'wutao', 'lina', 'lina'])
    await Desk.open(program.url, `${member}@huiyin.example`);
  await trouble(program, world);
  const invitee = {
    email: 'third@huiyin.example',
    name: '第三人',
    role: 'quality' as const,
    departmentIds: [],
  };
  ({ token } = await program.get(Invitations).invite(invitee, world.cast.staff.wutao));
  const { lina, wutao } = world.cast.staff;
  await program.get(ApiTokens).create(lina.id, 'a third', lina);
  const own = await program.get(ApiTokens).create(wutao.id, 'another', wutao);
  places = placesIn(world, { ...belongings, apiToken: own.id });
  drawn = (await drawnFor(program.url, admin)).forms;
}, 240_000);
afterAll(() => program?.close());

interface Answer {
  status: number;
  actions: string[];
  text: string;
}

async function send(route: string): Promise<Answer> {
  const [method = ''] = route.split(' ');
  const { path, fields } = formOf(route);
  const typed = TYPED[route]?.(world) ?? {};
  const answer = () => {
    if (CALLED[route]) return call(method, { path: addressOf(route, places), ...CALLED[route] });
    return path.startsWith('/invitations/')
      ? accept(path, typed)
      : ask(method, path, { ...fields, ...typed });
  };
  const { last } = await one<{ last: string }>(sql`select coalesce(max(id), 0)::text as last from audit`);
  const { status, html } = await answer();
  const rows = await program.get(Database).rows<{ action: string }>(sql`
    select action from audit where id > ${last} and address is not null order by id`);
  return { status, actions: rows.map(({ action }) => action), text: html };
}

async function ask(method: string, path: string, typed: Record<string, string>) {
  const response = await fetch(program.url + path, {
    method,
    redirect: 'manual',
    headers: { cookie: admin.cookie, accept: 'text/html', 'x-forwarded-for': admin.address },
    body: new URLSearchParams({ ...typed, _csrf: admin.csrf }),
  });
  return { status: response.status, html: await response.text() };
}

async function call(method: string, { path, body }: { path: string; body: object }) {
  const response = await fetch(program.url + path, {
    method,
    headers: {
      authorization: `Bearer ${admin.token}`,
      'content-type': 'application/json',
      'x-forwarded-for': admin.address,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, html: await response.text() };
}

/** Whoever accepts an invitation is signed in as the one who was invited, so that it is not the administrator. */
async function accept(path: string, typed: Record<string, string>) {
  const visitor = Desk.visitor(program.url);
  // While passwords are off, the page of an invitation has no form.
  await visitor.get('/login');
  return visitor.post(path, typed);
}

/** The form as it is drawn for the administrator, or else an address of the world. */
function formOf(route: string): { path: string; fields: Record<string, string> } {
  const own = route === 'POST /invitations/:token' ? `/invitations/${token}` : addressOf(route, places);
  const pattern = new RegExp(`^${route.slice(route.indexOf(' ') + 1).replace(/:\w+/g, '[^/]+')}$`);
  if (WHOLE.includes(route)) return { path: own, fields: {} };
  const fitting = drawn.filter(({ action }) => pattern.test(action.split('?')[0]!) && isFor(route, action));
  const isApart = APART.some((one) => one.test(route));
  const form = isApart
    ? fitting.filter(({ action }) => action !== own).at(-1)
    : (fitting.find(({ action }) => action === own) ?? fitting[0]);
  return form ? { path: form.action, fields: form.fields } : { path: own, fields: {} };
}

/** `/settings/staff/invitations` is no member, though it stands where one could. */
function isFor(route: string, action: string): boolean {
  const fixed = routesOf(program.app).map((one) => one.slice(one.indexOf(' ') + 1));
  return !route.includes(':') || !fixed.includes(action);
}

async function one<T>(query: ReturnType<typeof sql>): Promise<T> {
  return program.get(Database).one<T>(query);
}

describe('fault 37: no setting is changed without a trace', () => {
  it('every write about settings, people and rights leaves a row that says who did it and from where', async () => {
    const routes = routesOf(program.app).filter(
      (route) => WATCHED.test(route) && !LEFT_OUT[route] && !TRIED_ELSEWHERE.test(route),
    );
    const rank = (route: string) => LAST.findIndex((pattern) => pattern.test(route));
    const untraced: string[] = [];
    for (const route of routes.sort((one, other) => rank(one) - rank(other))) {
      const { status, actions, text } = await send(route);
      if (status >= 400 || status === 202) untraced.push(`${route} is answered ${status}: ${saidIn(text)}`);
      else if (actions.length === 0) untraced.push(`${route} leaves no row`);
    }
    expect(untraced).toEqual([]);
  }, 120_000);

  it('every action on the list has a sentence in both languages', async () => {
    const words = readWords(join(root, 'templates'));
    const rows = await program.get(Database).rows<{ action: string }>(sql`select distinct action from audit`);
    expect(rows.length).toBeGreaterThanOrEqual(45);
    expect(rows.filter(({ action }) => !words.has(`audit.action.${action}`))).toEqual([]);
  });

  it('the rows hold no secret that was typed and nothing that reaches a person', async () => {
    const held = await program.get(Database).rows(sql`
      select action, before, after from audit
       where concat(before::text, after::text) ~ 'geheim|top-secret|callback-token|huiyin-demo|@huiyin|\\m1[3-9][0-9]{9}\\M'`);
    expect(held).toEqual([]);
  });
});

/** What the page says of the refusal, so that a failing test can be understood. */
function saidIn(html: string): string {
  const said = [...html.matchAll(/data-path="([^"]+)"/g)].map(([, path]) => path);
  return said.length > 0
    ? said.join(', ')
    : html
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, 200);
}
