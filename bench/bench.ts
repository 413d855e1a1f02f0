import type { Installation } from '../test/story/installation.js';
import type { Environment } from '../test/support/program.js';

/** The floor is the best value that was possible in the same run. The report adds the ratio to it. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  floor?: number;
  [fact: string]: unknown;
}

export interface Stage {
  /** Opens a migrated database on the durable PostgreSQL of the run. It is closed when the bench ends. */
  installation(settings?: Environment): Promise<Installation>;
  report(figure: Figure): void;
  say(text: string): void;
}

export interface Bench {
  about: string;
  run(stage: Stage): Promise<void>;
}
