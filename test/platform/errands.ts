import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Job } from '../../src/platform/jobs/index.js';

declare module '../../src/platform/jobs/index.js' {
  interface JobMap {
    'test.errand': { id: string };
    'test.riddle': { id: string };
    'test.long': { id: string; ms: number };
  }
}

/** This class has jobs that succeed, fail, last or break their worker, and remembers what ran. */
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

  /** The first run fails in a way that cannot be written down at once, at which the vendor's worker gives up. */
  @Job('test.riddle')
  async solve({ id }: { id: string }): Promise<void> {
    this.tried.push(id);
    if (this.tried.length > 1) return;
    let reads = 0;
    const riddle = () => {
      if ((reads += 1) === 1) throw new Error('Nobody can read this');
      return 'A riddle';
    };
    throw Object.defineProperty(new Error(), 'message', { get: riddle });
  }
}
