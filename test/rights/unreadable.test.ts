import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, sql } from '../../src/platform/database/index.js';
import { type Caller, openCallers } from './callers.js';
import { addressOf, type Places, placesIn } from './probes.js';
import { openProgram, type Program } from './program.js';
import { routesOf } from './routes.js';
import { SEAL, SealWatch } from './seal.js';
import { type Body, misshapenForms, UNREADABLE_JSON, unreadableForms } from './unreadable-bodies.js';
import { openWorld } from './world.js';

/** These forms expect no text, and nothing else that is sent with them is looked at. */
const BARE = `
  /logout
  /alerts/lateness
  /profile/logins/:id/end
  /profile/logins/end
  /profile/accounts/:key/parting
  /profile/tokens/:id/revocation
  /inbox/:id/claim
  /inbox/:id/release
  /inbox/:id/end
  /inbox/:id/typing
  /customers/:id/phone
  /messages/:id/words
  /deliveries/:id/cancellation
  /deliveries/:id/retry
  /deliveries/:id/last-send
  /deliveries/:id/call
  /tickets/:number/handoffs/:id/acceptance
  /tickets/:number/handoffs/:id/withdrawal
  /tickets/:number/claim
  /tickets/:number/release
  /tickets/:number/waiting
  /tickets/:number/resumption
  /tickets/:number/milestones/:key
  /tickets/:number/tracking-link/revocation
  /settings/channels/:key/enabling
  /settings/channels/:key/disabling
  /settings/channels/:key/quota-clearing
  /settings/channels/:key/test
  /settings/refunds/members/:id/confirmation
  /customers/:id/data/holds/:hold/lifting
  /settings/holds/:hold/lifting
  /customers/:id/data/exports
  /settings/operations/envelopes/:id/replay
  /settings/operations/jobs/:id/retry
  /settings/operations/jobs/:id/discarding
  /settings/operations/hold
  /settings/operations/deliveries/:id/retry
  /settings/operations/deliveries/:id/cancelling
  /settings/sessions/:id/tokens/:token/revocation
  /settings/sessions/:id/accounts/:key/parting
  /settings/sessions/:id/logins/end
  /settings/sessions/:id/logins/:login/end
  /settings/staff/invitations/:id/renewal
  /settings/staff/invitations/:id/revocation
  /settings/staff/:id/disabling
  /settings/staff/:id/enabling
  /settings/staff/:id/second-factor-reset
  /settings/alerting/robots/:key/test
  /settings/alerting/robots/:key/removal
  /settings/providers/:key/test
  /settings/providers/:key/removal
  /settings/oncall/:key/substitutes/:id/withdrawal
  /settings/oncall/:key/removal
  /t/:token/escalation`
  .trim()
  .split(/\s+/)
  .map((path) => `POST ${path}`);
/** Its form has no fields, and the link is the only right that is asked for. */
const TRACKING = 'POST /t/:token/escalation';

/** Only somebody whose password was right gets so far that these look at a text. */
const HALFWAY = /^POST \/login\/(code|second-factor)/;

let program: Program;
let places: Places;
let admin: Caller;
let watch: SealWatch;
beforeAll(async () => {
  program = await openProgram();
  const world = await openWorld(program);
  const { callers, belongings } = await openCallers(program, world, ['admin']);
  admin = callers[0]!;
  places = placesIn(world, belongings);
  await program.get(Database).run(SEAL);
  watch = new SealWatch();
});
afterAll(async () => {
  watch?.stop();
  await program?.close();
});

const posts = (isWanted: (path: string) => boolean) =>
  routesOf(program.app).filter((route) => {
    const [method, path = ''] = route.split(' ');
    return method !== 'GET' && method !== 'DELETE' && isWanted(path);
  });
const forms = () => posts((path) => !/^\/(api|sandbox|channels)\b/.test(path));

async function send(route: string, { type, bytes }: Body): Promise<{ status: number; wrote: boolean }> {
  const api = route.includes('/api/');
  const headers = {
    accept: 'application/json',
    ...(type !== undefined && { 'content-type': type }),
    ...(api
      ? { authorization: `Bearer ${admin.token}`, 'x-forwarded-for': admin.address }
      : { cookie: admin.cookie, 'x-csrf-token': admin.csrf }),
  };
  const [method = ''] = route.split(' ');
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const response = await fetch(program.url + addressOf(route, places), {
    method,
    redirect: 'manual',
    headers,
    body,
  });
  await response.text();
  return { status: response.status, wrote: watch.isSealed(response.headers.get('x-request-id')) };
}

/** Lists the routes that accept such a body as one they can read. */
async function takenBy(routes: string[], body: Body): Promise<string[]> {
  const answers = await Promise.all(routes.map(async (route) => ({ route, ...(await send(route, body)) })));
  return answers
    .filter(({ status, wrote }) => status !== 400 || wrote)
    .map(({ route, status, wrote }) => `${route}: ${status}${wrote ? ' and wrote' : ''}`);
}

describe('a form whose body cannot be read', () => {
  it.each(Object.keys(unreadableForms('')))(
    'a form whose body cannot be read is answered 400 and changes nothing: %s',
    async (fault) => {
      const body = unreadableForms(admin.csrf)[fault]!;
      const isNothing = body.bytes.length === 0;
      const routes = forms().filter((route) => !(isNothing && route === TRACKING));
      expect(await takenBy(routes, body)).toEqual([]);
    },
    60_000,
  );
});

describe('a form in which a text is something else', () => {
  it.each(Object.keys(misshapenForms('')))(
    'a form whose text is something else is answered 400 and changes nothing: %s',
    async (fault) => {
      const routes = forms().filter((route) => !BARE.includes(route) && !HALFWAY.test(route));
      expect(await takenBy(routes, misshapenForms(admin.csrf)[fault]!)).toEqual([]);
    },
    60_000,
  );
});

describe('a body of the API that cannot be read', () => {
  it.each(Object.keys(UNREADABLE_JSON))(
    'an API body that cannot be read is answered 400 and changes nothing: %s',
    async (fault) => {
      expect(
        await takenBy(
          posts((path) => path.startsWith('/api/')),
          UNREADABLE_JSON[fault]!,
        ),
      ).toEqual([]);
    },
  );
});

describe('a form without its token', () => {
  it('a form without its token in a field is refused everywhere', async () => {
    const body = { type: 'application/x-www-form-urlencoded', bytes: 'on=yes' };
    const routes = forms().filter((route) => route !== TRACKING);
    const answers = await Promise.all(routes.map(async (route) => ({ route, ...(await send(route, body)) })));
    expect(answers.filter(({ status }) => status !== 403)).toEqual([]);
  });
});

describe('the login of the refused requests', () => {
  it('a login survives all refused requests', async () => {
    const [session] = await program
      .get(Database)
      .rows(sql`select 1 from session where sess ->> 'subject' is not null`);
    expect(session).toBeDefined();
  });
});
