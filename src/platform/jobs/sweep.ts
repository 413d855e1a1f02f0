import { Logger } from '@nestjs/common';

/**
 * Works on due rows, one run at a time in each process. Several processes may run the same sweep, because
 * each locks its rows with `for update skip locked`.
 */
export class Sweep {
  private readonly logger: Logger;
  private running?: Promise<void>;
  private again = false;
  private stopped = false;
  private failure?: string;

  constructor(
    readonly name: string,
    private readonly work: () => Promise<boolean | void>,
  ) {
    this.logger = new Logger(`Sweep ${name}`);
  }

  /** If the work is running already, it runs once more afterwards. The promise never rejects. */
  tick(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.again = true;
    this.running ??= this.run();
    return this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      await this.once();
    }
    this.running = undefined;
  }

  private async once(): Promise<void> {
    try {
      if (await this.work()) this.again = true;
      if (this.failure !== undefined) this.logger.log('Works again');
      this.failure = undefined;
    } catch (error) {
      // A failure repeats every second, and logging it each time would hide everything else.
      if (this.failure !== String(error)) this.logger.error(error);
      this.failure = String(error);
    }
  }
}
