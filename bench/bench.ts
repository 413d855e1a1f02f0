import type { Installation } from '../test/story/installation.js';
import type { Environment } from '../test/support/program.js';

/** What was measured. `ratio` is the value by the floor, the best that could be had in the same run. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  floor?: number;
  [fact: string]: unknown;
}

/** What a bench is given to work with. */
export interface Stage {
  /** A migrated database of its own in one durable PostgreSQL, for programs of this run; closed when the bench ends. */
  installation(settings?: Environment): Promise<Installation>;
  /** One JSON line on standard output. */
  report(figure: Figure): void;
  /** Progress, on standard error. */
  say(text: string): void;
}

export interface Bench {
  about: string;
  run(stage: Stage): Promise<void>;
}
