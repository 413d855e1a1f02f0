import { Injectable } from '@nestjs/common';
import { Job } from '../../src/platform/jobs/index.js';
import { startProgram } from './program.js';

/** Takes a long errand, says so and never comes back: the test kills its process. */
@Injectable()
class Vanishing {
  @Job('test.long')
  async run({ id }: { id: string; ms: number }): Promise<void> {
    process.stdout.write(`took ${id}\n`);
    await new Promise(() => {});
  }
}

await startProgram({ url: process.argv[2]!, role: 'worker', providers: [Vanishing] });
