import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Job } from '../../src/platform/jobs/index.js';

declare module '../../src/platform/jobs/index.js' {
  interface JobMap {
    'test.errand': { id: string };
    'test.long': { id: string; ms: number };
  }
}

/** Somebody who runs errands, and remembers them. */
@Injectable()
export class Errands {
  readonly tried: string[] = [];
  readonly done: string[] = [];
  broken = false;

  @Job('test.errand')
  async run({ id }: { id: string }): Promise<void> {
    this.tried.push(id);
    if (this.broken) throw new Error('The shop is shut');
    this.done.push(id);
  }

  @Job('test.long')
  async runLong({ id, ms }: { id: string; ms: number }): Promise<void> {
    this.tried.push(id);
    await sleep(ms);
    this.done.push(id);
  }
}
