const POLL_MS = 700;

/** Reads only while the page is visible. Readings never overlap. */
export class Poll {
  private timer = 0;
  private reading = false;

  constructor(private readonly read: () => Promise<void>) {}

  start(): void {
    document.addEventListener('visibilitychange', this.wake);
    this.in(POLL_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.wake);
  }

  in(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.turn(), milliseconds);
  }

  private async turn(): Promise<void> {
    if (document.hidden) return;
    if (!this.reading) await this.readOnce();
    this.in(POLL_MS);
  }

  private async readOnce(): Promise<void> {
    this.reading = true;
    try {
      await this.read();
    } finally {
      this.reading = false;
    }
  }

  private readonly wake = (): void => {
    if (!document.hidden) this.in(0);
  };
}
