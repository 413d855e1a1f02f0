import pg from 'pg';

/** A server that is busy still answers somebody within this time. */
const QUIET_MS = 3_000;
/** A machine that does much else lets a new connection wait. */
const PROBE_MS = 4_000;
const LOOK_EVERY_MS = 500;

/** What asks the server and may wait for it. Times are those of `performance.now()`. */
export interface Asking {
  /** Since when a question waits without any answer; undefined where none waits. */
  readonly silentSince: number | undefined;
  readonly heardAt: number;
  giveUp(reason: Error): void;
}

/**
 * A server that hangs neither answers nor refuses, and everybody would wait as long as it does. Where nobody was answered
 * for some seconds and a new connection is not answered either, those who wait are told that the database is away.
 */
export class SilenceWatch {
  private readonly asking = new Set<Asking>();
  private readonly looking: NodeJS.Timeout;
  private heardAt = 0;
  private probing = false;

  /** `isOver` tells that nobody will ask any more. */
  constructor(
    private readonly options: pg.ClientConfig,
    private readonly isOver: () => boolean,
  ) {
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  add(one: Asking): void {
    this.asking.add(one);
  }

  remove(one: Asking): void {
    this.asking.delete(one);
  }

  private async look(): Promise<void> {
    if (this.isOver()) return clearInterval(this.looking);
    const before = performance.now() - QUIET_MS;
    if (this.probing || !this.isSilentSince(before)) return;
    this.probing = true;
    const asked = performance.now();
    if (await this.answers()) this.heardAt = performance.now();
    else if (this.isSilentSince(asked)) this.giveUp();
    this.probing = false;
  }

  private isSilentSince(moment: number): boolean {
    const all = [...this.asking];
    const waits = all.some(({ silentSince }) => silentSince !== undefined && silentSince < moment);
    return waits && this.heardAt < moment && all.every(({ heardAt }) => heardAt < moment);
  }

  private giveUp(): void {
    const reason = Object.assign(new Error('The database does not answer'), { code: 'ETIMEDOUT' });
    for (const one of this.asking) if (one.silentSince !== undefined) one.giveUp(reason);
  }

  /** A refusal is an answer, too. */
  private async answers(): Promise<boolean> {
    const client = new pg.Client({ ...this.options, connectionTimeoutMillis: PROBE_MS });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      return error instanceof pg.DatabaseError;
    } finally {
      void client.end().catch(() => undefined);
    }
  }
}
