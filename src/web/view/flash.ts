import type { IncomingHttpHeaders } from 'node:http';

export interface Flash {
  kind: 'done' | 'told' | 'failed';
  /** A key of the locale files. */
  key: string;
  values?: Record<string, string | number>;
}

type Flashing = { session?: object | undefined };
type Asking = Flashing & { headers: IncomingHttpHeaders };
type Kept = { flash?: Flash | undefined };

/** Shown once, on the next page this session renders. */
export function flash(request: Flashing, kind: Flash['kind'], key: string, values?: Flash['values']): void {
  if (!request.session) throw new Error('a flash needs a session');
  (request.session as Kept).flash = { kind, key, ...(values && { values }) };
}

/** Not by a page that nobody asked for: a redraw after a hint, perhaps in another tab, or one fetched ahead. */
export function takeFlash(request: Asking): Flash | undefined {
  if (request.headers['x-redraw'] || request.headers['x-sec-purpose'] === 'prefetch') return undefined;
  const session = request.session as Kept | undefined;
  const kept = session?.flash;
  if (session && kept) delete session.flash;
  return kept;
}
