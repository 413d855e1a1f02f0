import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { ApiTokens, type Scope, SCOPES } from '../../src/staff/index.js';
import { bodyFor, headersFor } from './asking.js';
import { type Caller, openCallers, useOnce } from './callers.js';
import { addressOf, type Places, placesIn } from './probes.js';
import { openProgram, type Program } from './program.js';
import { routesOf } from './routes.js';
import { SCOPED } from './scopes.js';
import { SEAL, SealWatch } from './seal.js';
import { openWorld } from './world.js';

/** Each has a token with one scope and nothing but it. */
let bearers: { scope: Scope; caller: Caller }[];
let program: Program;
let places: Places;
let watch: SealWatch;
beforeAll(async () => {
  program = await openProgram();
  const world = await openWorld(program);
  const { callers, belongings } = await openCallers(program, world, ['admin', 'disabled', 'agent']);
  const admin = callers.find(({ key }) => key === 'admin')!;
  places = placesIn(world, belongings);
  const { wutao } = world.cast.staff;
  bearers = await Promise.all(
    SCOPES.map(async (scope) => {
      const { token } = await program.get(ApiTokens).create(wutao.id, scope, wutao, { scopes: [scope] });
      await useOnce(program, token, admin.address);
      return { scope, caller: { ...admin, token } };
    }),
  );
  await program.get(Database).run(SEAL);
  watch = new SealWatch();
}, 240_000);
afterAll(async () => {
  watch?.stop();
  await program?.close();
});

const ROWS = SCOPES.flatMap((scope) =>
  SCOPED[scope]
    .trim()
    .split(/\s*\n\s*/)
    .map((route) => ({ route, scope })),
);
const apiRoutes = () => routesOf(program.app).filter((route) => route.includes(' /api/v1/'));

/** Whether the scope let it in, whatever the rights of the member then say. */
async function letsIn(route: string, caller: Caller): Promise<boolean> {
  const [method = ''] = route.split(' ');
  const response = await fetch(program.url + addressOf(route, places), {
    method,
    headers: headersFor(route, caller),
    ...(method !== 'GET' && { body: bodyFor(route, caller) }),
  });
  const answer = await response.text();
  expect([route, response.status]).not.toEqual([route, 401]);
  const { code } = (response.status === 403 ? JSON.parse(answer) : {}) as { code?: string };
  return code !== 'token_scope';
}

describe('fault 36: the scopes of API tokens', () => {
  it('fault 36: every route of the API has one row of scopes, and every row a route', () => {
    const listed = ROWS.map(({ route }) => route);
    expect(apiRoutes().filter((route) => !listed.includes(route))).toEqual([]);
    expect(listed.filter((route) => !apiRoutes().includes(route))).toEqual([]);
    expect(listed.filter((route, at) => listed.indexOf(route) < at)).toEqual([]);
  });

  it('fault 36: every route of the API lets in the one scope that it needs and no other', async () => {
    const differing: string[] = [];
    for (const { route, scope } of ROWS) {
      for (const { scope: own, caller } of bearers) {
        const isIn = await letsIn(route, caller);
        if (isIn !== (own === scope)) differing.push(`${route}: ${own} is ${isIn ? 'let in' : 'refused'}`);
      }
    }
    expect(differing).toEqual([]);
  }, 120_000);
});
