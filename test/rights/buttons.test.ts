import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/index.js';
import { type Asking, press } from './asking.js';
import { type Caller, openCallers, STAFF, type StaffCaller } from './callers.js';
import { drawnFor, type DrawnForm, moreToDecide } from './drawn.js';
import { BODIES } from './probes.js';
import { openProgram, type Program } from './program.js';
import { routesOf } from './routes.js';
import { SEAL, SealWatch } from './seal.js';
import { openWorld } from './world.js';

/** A button that is answered so is one that its reader may press, whatever then becomes of what was typed. */
const LET_IN = ['in', '400', '429'];
/** It would end the login with which everything after it is asked. */
const LEFT_OUT = ['/logout'];

let program: Program;
let asking: Omit<Asking, 'places'>;
const drawn = new Map<StaffCaller, Awaited<ReturnType<typeof drawnFor>> & { caller: Caller }>();
beforeAll(async () => {
  program = await openProgram();
  const world = await openWorld(program);
  await moreToDecide(program, world);
  const { callers } = await openCallers(program, world, [...STAFF, 'disabled']);
  asking = { url: program.url, watch: new SealWatch() };
  for (const key of STAFF) {
    const caller = callers.find((one) => one.key === key)!;
    drawn.set(key, { ...(await drawnFor(program.url, caller)), caller });
  }
  await program.get(Database).run(SEAL);
}, 240_000);
afterAll(async () => {
  asking?.watch.stop();
  await program?.close();
});

/** What people type, where a form waits for it. */
function typedIn({ action, fields }: DrawnForm): Record<string, string> {
  const path = action.split('?')[0]!;
  const route = routesOf(program.app)
    .filter((one) => one.startsWith('POST '))
    .sort((one, other) => one.split(':').length - other.split(':').length)
    .find((one) => new RegExp(`^${one.slice('POST '.length).replace(/:\w+/g, '[^/]+')}$`).test(path));
  return { ...fields, ...(BODIES[route ?? ''] as Record<string, string> | undefined) };
}

describe('the pages of the console, drawn for each role', () => {
  it.each(STAFF)('no link that is drawn for “%s” leads to a page that does not open', (key) => {
    const { shut, pages } = drawn.get(key)!;
    expect(shut).toEqual([]);
    expect(pages).toBeGreaterThan(7);
  });

  it.each(STAFF)(
    'every button that is drawn for “%s” may be pressed',
    async (key) => {
      const { forms, caller } = drawn.get(key)!;
      const refused = [];
      for (const form of forms.filter(({ action }) => !LEFT_OUT.includes(action))) {
        const outcome = await press(asking, { action: form.action, typed: typedIn(form) }, caller);
        if (!LET_IN.includes(outcome)) refused.push(`${form.action} of ${form.from} is ${outcome}`);
      }
      expect(refused).toEqual([]);
    },
    120_000,
  );

  it('a ticket shows its own department what to do, and those who were asked once nothing', () => {
    const acts = (key: StaffCaller) =>
      drawn.get(key)!.forms.filter(({ action }) => /^\/(tickets|deliveries)\//.test(action)).length;
    expect(acts('agent')).toBeGreaterThan(8);
    expect(acts('unplaced')).toBe(0);
  });
});
