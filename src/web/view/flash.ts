export interface Flash {
  kind: 'done' | 'told' | 'failed';
  /** A key of the locale files. */
  key: string;
  values?: Record<string, string | number>;
}

type Flashing = { session?: object | undefined };
type Kept = { flash?: Flash | undefined };

/** Shown once, on the next page this session renders. */
export function flash(request: Flashing, kind: Flash['kind'], key: string, values?: Flash['values']): void {
  if (!request.session) throw new Error('a flash needs a session');
  (request.session as Kept).flash = { kind, key, ...(values && { values }) };
}

export function takeFlash(request: Flashing): Flash | undefined {
  const session = request.session as Kept | undefined;
  const kept = session?.flash;
  if (session && kept) delete session.flash;
  return kept;
}
