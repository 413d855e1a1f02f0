import { AppError } from '../http/index.js';

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The store has no room, and a person has to make some. Nothing was kept. */
export class StoreFull extends AppError {
  readonly status = 507;

  constructor() {
    super('storage_full');
  }
}

/** The store does not answer or refuses us. Nothing was kept, and another attempt may succeed. */
export class StoreFailed extends AppError {
  readonly status = 503;

  /** Only logs show `why`. */
  constructor(why: string) {
    super('storage_failed', { retryAfter: 30 });
    this.message = why;
  }
}

export function storeError(cause: unknown): Error {
  if (cause instanceof AppError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code !== undefined && FULL.has(code)) return new StoreFull();
  return new StoreFailed(`${message}${causeIn(cause as Error)}`);
}

/** What `fetch` says is the same for every failure; the code of its cause tells them apart. */
function causeIn({ cause }: { cause?: unknown }): string {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? ` (${code})` : '';
}
