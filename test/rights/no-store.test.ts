import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { headersFor } from './asking.js';
import { type Caller, openCallers } from './callers.js';
import { addressOf, type Places, placesIn } from './probes.js';
import { openProgram, type Program } from './program.js';
import { routesOf } from './routes.js';
import { SEAL, SealWatch } from './seal.js';
import { openWorld } from './world.js';

/** What is here is the same for everybody, or is opened by a link that is kept like the file itself. */
const KEPT = [
  'GET /api/docs/swagger-ui.css',
  'GET /api/docs/swagger-ui-bundle.js',
  'GET /api/docs/favicon-32x32.png',
  'GET /sandbox/assets/:file',
  'GET /f/:token',
];

let program: Program;
let callers: Caller[];
let places: Places;
let watch: SealWatch;
beforeAll(async () => {
  program = await openProgram();
  const world = await openWorld(program);
  const admitted = await openCallers(program, world, ['admin', 'agent', 'disabled', 'nobody']);
  callers = admitted.callers;
  places = placesIn(world, admitted.belongings);
  await program.get(Database).run(SEAL);
  watch = new SealWatch();
}, 240_000);
afterAll(async () => {
  watch?.stop();
  await program?.close();
});

async function cachingOf(route: string, caller: Caller): Promise<string | null> {
  const [method = ''] = route.split(' ');
  const response = await fetch(program.url + addressOf(route, places), {
    method,
    redirect: 'manual',
    headers: headersFor(route, caller),
  });
  await response.body?.cancel();
  return response.headers.get('cache-control');
}

describe('fault 36: what stands behind a login is kept nowhere', () => {
  it('fault 36: every answer of every route says no-store, whoever asks and whatever is answered', async () => {
    const kept: string[] = [];
    for (const route of routesOf(program.app).filter((one) => !KEPT.includes(one))) {
      for (const caller of callers) {
        const caching = await cachingOf(route, caller);
        if (!caching?.includes('no-store')) kept.push(`${route} for ${caller.key}: ${String(caching)}`);
      }
    }
    expect(kept).toEqual([]);
  }, 120_000);

  it('what is the same for everybody is still kept by browsers', async () => {
    const admin = callers.find(({ key }) => key === 'admin')!;
    for (const route of KEPT) expect([route, await cachingOf(route, admin)]).not.toEqual([route, 'no-store']);
  });
});
