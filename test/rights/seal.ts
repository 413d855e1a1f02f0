import { vi } from 'vitest';
import { JsonLogger } from '../../src/platform/http/index.js';
import { sql } from '../../src/platform/database/index.js';

const CODE = 'SEAL1';
/**
 * Makes every later write to our tables fail, so that a caller who is let in changes nothing for the callers
 * after. Rate limits can still be written, because they count, and so can the next message of a page and the last
 * use of a token.
 */
export const SEAL = sql`
  do $$
  declare one record;
  begin
    create function sealed() returns trigger language plpgsql as
      'begin raise exception ''sealed'' using errcode = ''SEAL1''; end';
    for one in select c.oid::regclass as name, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', 'sandbox') and c.relkind in ('r', 'p') and not c.relispartition
                  and c.relname <> all (array['rate_limit', 'api_token', 'session', 'wire_log', 'call_count', 'refusal_count', 'wechat_tally']) loop
      execute format('create trigger sealed before insert or update or delete on %s for each row execute function sealed()', one.name);
    end loop;
    create trigger sealed before delete on session for each row execute function sealed();
    create trigger sealed before insert on api_token for each row execute function sealed();
  end $$`;

/**
 * Listens for the reason of an answer 500: a write that reached the sealed tables was let in, and anything else is
 * broken.
 */
export class SealWatch {
  private readonly reasons = new Map<string, unknown>();
  private readonly heard = vi.spyOn(JsonLogger.prototype, 'error').mockImplementation((message: unknown) => {
    const { requestId, err } = message as { requestId?: string; err?: unknown };
    if (requestId) this.reasons.set(requestId, err);
  });

  stop(): void {
    this.heard.mockRestore();
  }

  isSealed(requestId: string | null): boolean {
    return codesOf(this.reasons.get(requestId ?? '')).includes(CODE);
  }

  reasonOf(requestId: string | null): string {
    return String(this.reasons.get(requestId ?? ''));
  }
}

function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [];
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return [code, driverError?.code, ...codesOf(error.cause)];
}
