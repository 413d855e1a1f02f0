import type { IncomingHttpHeaders } from 'node:http';

export interface Flash {
  kind: 'done' | 'told' | 'failed';
  key: string;
  values?: Record<string, string | number>;
}

type Flashing = { session?: object | undefined };
type Asking = Flashing & { headers: IncomingHttpHeaders };
type Kept = { flash?: Flash | undefined };

/** The message is shown once, on the next page that this session renders. */
export function flash(request: Flashing, kind: Flash['kind'], key: string, values?: Flash['values']): void {
  if (!request.session) throw new Error('a flash needs a session');
  (request.session as Kept).flash = { kind, key, ...(values && { values }) };
}

/** A page that nobody asked for does not take the message, such as a redraw in another tab or a prefetch. */
export function takeFlash(request: Asking): Flash | undefined {
  if (request.headers['x-redraw'] || request.headers['x-sec-purpose'] === 'prefetch') return undefined;
  const session = request.session as Kept | undefined;
  const kept = session?.flash;
  if (session && kept) delete session.flash;
  return kept;
}
