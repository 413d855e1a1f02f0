import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { ask, type Asking } from './asking.js';
import { type Caller, type CallerKey, openCallers } from './callers.js';
import { POLICIES, type PolicyKey } from './policies.js';
import { placesIn } from './probes.js';
import { openProgram, type Program } from './program.js';
import { MOUNTED, RIGHTS } from './rights.js';
import { mountsOf, routesOf } from './routes.js';
import { SEAL, SealWatch } from './seal.js';
import { openWorld } from './world.js';

const ROWS = Object.entries(RIGHTS).flatMap(([policy, routes]) =>
  routes
    .trim()
    .split(/\s*\n\s*/)
    .map((route) => ({ route, policy: policy as PolicyKey })),
);

let program: Program;
let callers: Caller[];
let asking: Asking;
beforeAll(async () => {
  program = await openProgram();
  const world = await openWorld(program);
  const admitted = await openCallers(program, world);
  callers = admitted.callers;
  await program.get(Database).run(SEAL);
  asking = { url: program.url, places: placesIn(world, admitted.belongings), watch: new SealWatch() };
}, 240_000);
afterAll(async () => {
  asking?.watch.stop();
  await program?.close();
});

describe('the list of rights', () => {
  const listed = ROWS.map(({ route }) => route);

  it('every route that the program registers has a row of rights', () => {
    expect(routesOf(program.app).filter((route) => !listed.includes(route))).toEqual([]);
  });

  it('every row of rights has a route, and no route has two rows', () => {
    const registered = routesOf(program.app);
    expect(listed.filter((route) => !registered.includes(route))).toEqual([]);
    expect(listed.filter((route, at) => listed.indexOf(route) < at)).toEqual([]);
  });

  it('every middleware for some addresses only has a tried address', () => {
    const unknown = mountsOf(program.app).filter((layer) => !MOUNTED.some((path) => layer.match(path)));
    expect(unknown).toHaveLength(0);
  });
});

/** All callers ask at the same moment. */
async function outcomesOf(route: string): Promise<[CallerKey, string][]> {
  return Promise.all(
    callers.map(async (caller): Promise<[CallerKey, string]> => [
      caller.key,
      await ask(asking, route, caller),
    ]),
  );
}

describe('every route, asked by everybody', () => {
  it.each(Object.keys(POLICIES) as PolicyKey[])(
    'the routes with the policy “%s” let in exactly the callers that it names',
    async (key) => {
      const policy = POLICIES[key];
      const rows = ROWS.filter(({ policy: own }) => own === key);
      const differing = [];
      for (const { route } of rows) {
        const outcomes = await outcomesOf(route);
        const wrong = outcomes.filter(([caller, outcome]) => outcome !== policy[caller]);
        if (wrong.length > 0) differing.push(`${route}: ${wrong.map((one) => one.join(' is ')).join(', ')}`);
      }
      expect(differing).toEqual([]);
    },
    60_000,
  );
});
