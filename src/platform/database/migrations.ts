import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { root } from '../config/index.js';

const FIRST = 1_763_700_000_000;

/** TypeORM wants classes with a timestamp in the name; ours are SQL files, `migrations/0001-platform.sql`, read in order. */
export function migrations(): (new () => MigrationInterface)[] {
  const folder = join(root, 'migrations');
  return readdirSync(folder)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .sort()
    .map((file) => migration(file, join(folder, file)));
}

function migration(file: string, path: string): new () => MigrationInterface {
  const name = `${file.slice(5, -4).replace(/-/g, '_')}${FIRST + Number(file.slice(0, 4))}`;
  return class implements MigrationInterface {
    name = name;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(path, 'utf8'));
    }
    async down(): Promise<void> {
      throw new Error(`${file} is not undone by the program: restore the backup made before it`);
    }
  };
}
