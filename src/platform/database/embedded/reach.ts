import { dirname } from 'node:path';
import type { Account } from './account.js';
import { EmbeddedPostgresError } from './area.js';
import { run } from './run.js';

/**
 * Each of these capabilities opens folders that are closed to the user. The first one allows only reading.
 */
const CAPABILITIES = ['dac_read_search', 'dac_override'];

/**
 * Root's folders are often closed to other users, and we must not change their permissions. If the system
 * allows it, PostgreSQL gets a capability that opens them; otherwise an error explains what to do.
 */
export async function ableToReach(
  account: Account,
  folders: string[],
  capabilities = CAPABILITIES,
): Promise<Account> {
  const closed = await firstClosed(account, folders);
  if (closed === null) return account;
  for (const capability of capabilities) {
    const able = { ...account, capability };
    if ((await firstClosed(able, folders)) === null) return able;
  }
  throw unreachable(account, await outermostClosed(closed, account));
}

async function firstClosed(account: Account, folders: string[]): Promise<string | null> {
  if (account.uid === undefined) return null;
  for (const folder of folders) if (!(await canEnter(folder, account))) return folder;
  return null;
}

/** Mode bits do not show access lists and mount options, so this tries to enter the folder. */
async function canEnter(folder: string, account: Account): Promise<boolean> {
  const result = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { account, cwd: '/' });
  return result.code === 0;
}

async function outermostClosed(folder: string, account: Account): Promise<string> {
  const parent = dirname(folder);
  if (parent === folder || (await canEnter(parent, account))) return folder;
  return outermostClosed(parent, account);
}

function unreachable({ name }: Account, closed: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `PostgreSQL does not run as root, so Huiyin starts it as ${name}, who may not enter ${closed}. ` +
      `Allow that with "chmod o+x ${closed}", move what lies below it elsewhere (DATA_DIR sets the data folder), ` +
      'start Huiyin as an ordinary user, or set DATABASE_URL.',
  );
}
