import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises';
import { type Area, EmbeddedPostgresError, hasCode, unless } from './area.js';

/** Without `uid`, PostgreSQL runs as the user who started the program. */
export interface Account {
  name: string;
  uid?: number;
  gid?: number;
  capability?: string;
}

/** PostgreSQL refuses to run as root, so root starts it as the owner of the folder or as another user. */
export async function chooseAccount(area: Area): Promise<Account> {
  if (process.getuid?.() !== 0) return { name: 'the current user' };
  return (await ownerOf(area.root)) ?? (await passwdEntry('postgres')) ?? (await nobody());
}

export async function prepareRoot(area: Area, account: Account): Promise<void> {
  try {
    await mkdir(area.root, { recursive: true, mode: 0o700 });
    await give(area.root, account);
    await chmod(area.root, 0o700);
  } catch (error) {
    throw unwritable(area.root, error);
  }
}

export async function give(path: string, account: Account): Promise<void> {
  if (account.uid !== undefined && account.gid !== undefined) await chown(path, account.uid, account.gid);
}

async function ownerOf(path: string): Promise<Account | null> {
  const found = await unless('ENOENT', stat(path));
  if (found === null || found.uid === 0) return null;
  return { name: `user ${found.uid}`, uid: found.uid, gid: found.gid };
}

async function passwdEntry(name: string): Promise<Account | null> {
  const passwd = await readFile('/etc/passwd', 'utf8');
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid > 0 ? { name: `the user ${name}`, uid, gid } : null;
}

async function nobody(): Promise<Account> {
  const found = await passwdEntry('nobody');
  if (found !== null) return found;
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody" to run it as. ' +
      'Start Huiyin as an ordinary user, or set DATABASE_URL.',
  );
}

function unwritable(path: string, cause: unknown): unknown {
  if (!hasCode(cause, 'EACCES', 'EPERM', 'EROFS')) return cause;
  return new EmbeddedPostgresError(
    `The folder ${path} cannot be made or used by this user. Set DATA_DIR to a folder of your own.`,
    { cause },
  );
}
