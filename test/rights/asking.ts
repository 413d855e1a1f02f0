import type { Caller } from './callers.js';
import { addressOf, BODIES, fileFieldOf, type Places } from './probes.js';
import type { SealWatch } from './seal.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

export interface Asking {
  url: string;
  places: Places;
  watch: SealWatch;
}

/** Asks the route as that caller would, and says in a word what came of it. */
export async function ask({ url, places, watch }: Asking, route: string, caller: Caller): Promise<string> {
  const [method = ''] = route.split(' ');
  const response = await fetch(url + addressOf(route, places), {
    method,
    redirect: 'manual',
    headers: headersFor(route, caller),
    ...(method !== 'GET' && { body: bodyFor(route, caller) }),
  });
  return outcomeOf(response, watch, route.includes('/sandbox/wechat/'));
}

/** Sends a form as it stands on the caller's page, and says in a word what came of it. */
export async function press(
  { url, watch }: Omit<Asking, 'places'>,
  { action, typed }: { action: string; typed: Record<string, string> },
  { cookie, csrf, address }: Caller,
): Promise<string> {
  const response = await fetch(url + action, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-forwarded-for': address, accept: 'text/html', cookie },
    body: new URLSearchParams({ ...typed, _csrf: csrf }),
  });
  return outcomeOf(response, watch, false);
}

/** The cookie of a login does not open the API, nor a token a page: `nobody` brings the wrong one to both. */
export function headersFor(
  route: string,
  { cookie, csrf, token, stray, address }: Caller,
): Record<string, string> {
  const from = { 'x-forwarded-for': address };
  if (route.includes('/api/')) {
    const hasBody = !/^(GET|DELETE)/.test(route);
    const type = { ...(hasBody && { 'content-type': 'application/json' }) };
    return { ...from, ...type, ...(stray ? { cookie: stray.cookie } : { authorization: `Bearer ${token}` }) };
  }
  const script = fileFieldOf(route) !== undefined || route.includes('/sandbox');
  const bearer = stray && { authorization: `Bearer ${stray.token}` };
  return { ...from, ...bearer, cookie, accept: 'text/html', ...(script && { 'x-csrf-token': csrf }) };
}

export function bodyFor(route: string, { csrf }: Caller): FormData | URLSearchParams | string | undefined {
  const body = BODIES[route] ?? {};
  const file = fileFieldOf(route);
  if (file) return fileForm(file);
  if (route.startsWith('DELETE') && !BODIES[route]) return undefined;
  if (route.includes('/api/') || route.includes('/sandbox')) return JSON.stringify(body);
  return new URLSearchParams({ ...(body as Record<string, string>), _csrf: csrf });
}

export function fileForm(field: string): FormData {
  const form = new FormData();
  form.append(field, new Blob([PNG]), 'a.png');
  return form;
}

async function outcomeOf(response: Response, watch: SealWatch, isWire: boolean): Promise<string> {
  const { status, headers } = response;
  const text = await textOf(response);
  if (isWire) return refusedOnTheWire(status, text);
  if (status === 401 || (status === 303 && headers.get('location')?.startsWith('/login'))) return 'login';
  if (status === 403)
    return text.includes('out of date') || text.includes('过期') ? 'the form was refused' : 'forbidden';
  if (status === 404) return 'hidden';
  if (status === 400 || status === 429) return `${status}`;
  if (status < 500) return 'in';
  const request = headers.get('x-request-id');
  return watch.isSealed(request) ? 'in' : `${status} ${watch.reasonOf(request)}`;
}

function refusedOnTheWire(status: number, text: string): string {
  const { errcode } = JSON.parse(text) as { errcode?: number };
  return status === 200 && errcode ? 'refused' : `${status} ${text}`;
}

/** A stream never ends, so that nothing of it is read. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  await response.body?.cancel();
  return '';
}
