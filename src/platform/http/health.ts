import { Injectable } from '@nestjs/common';
import { Database, sql } from '../database/index.js';

const PATIENCE_MS = 2_000;

export interface Readiness {
  ready: boolean;
  checks: Record<string, 'ok' | 'failing'>;
}

@Injectable()
export class Health {
  private readonly checks = new Map<string, () => Promise<unknown>>();

  constructor(database: Database) {
    this.contribute('database', () => database.one(sql`select 1 as answer`));
  }

  contribute(name: string, check: () => Promise<unknown>): void {
    this.checks.set(name, check);
  }

  async readiness(): Promise<Readiness> {
    const names = [...this.checks.keys()];
    const results = await Promise.all([...this.checks.values()].map(passes));
    return {
      ready: results.every(Boolean),
      checks: Object.fromEntries(names.map((name, index) => [name, results[index] ? 'ok' : 'failing'])),
    };
  }
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const work = check().then(
    () => true,
    () => false,
  );
  const passed = await Promise.race([work, tooLong]);
  clearTimeout(timer);
  return passed;
}
