/**
 * Stopping takes no longer than this, whatever hangs. The database's watchdog stops the server when the program is
 * gone.
 */
const LIMIT_MS = 14_000;

type Step = { limitMs: number; close: () => Promise<void> };

/** Undoes a start in reverse order. It does so once, however often it is asked to. */
export class Stopping {
  private readonly steps: Step[] = [];
  private ended?: Promise<void>;

  get begun(): boolean {
    return this.ended !== undefined;
  }

  /** If closing it takes longer than `limitMs`, the stop goes on without it. */
  add(limitMs: number, close: () => Promise<void>): void {
    this.steps.push({ limitMs, close });
  }

  onSignals(obeyed: NodeJS.Signals[], ignored: NodeJS.Signals[] = []): void {
    for (const signal of obeyed) process.on(signal, () => this.exit(0));
    for (const signal of ignored) process.on(signal, () => undefined);
  }

  exit(status: number): void {
    if (this.begun) return;
    setTimeout(() => process.exit(status), LIMIT_MS).unref();
    void this.stop().then(() => process.exit(status));
  }

  private stop(): Promise<void> {
    this.ended ??= this.close();
    return this.ended;
  }

  private async close(): Promise<void> {
    for (const step of this.steps.reverse()) await finished(step);
  }
}

async function finished({ limitMs, close }: Step): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  const closed = close().catch((error: unknown) => {
    process.stderr.write(`Stopping: ${String(error)}\n`);
  });
  await Promise.race([closed, limit]);
  clearTimeout(timer);
}
