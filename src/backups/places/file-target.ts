import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { BackupRefused } from '../sentences.js';
import { DEAD_AFTER_MS, draftOf, isSecond, touching } from './drafts.js';
import type { Target } from './place.js';

/** Some disks, such as those for cameras, have no second names for a file. */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

export class FileTarget implements Target {
  private readonly alive: NodeJS.Timeout;

  private constructor(
    private readonly path: string,
    private readonly draft: string,
    readonly out: Writable,
  ) {
    this.alive = touching(draft);
  }

  /** `what` is the word for it in the sentence of a refusal. */
  static async open(path: string, what = 'backup'): Promise<FileTarget> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await refuseTaken(path);
    const draft = draftOf(path);
    const out = createWriteStream(draft, { mode: 0o600, flags: 'wx' });
    await once(out, 'open');
    const target = new FileTarget(path, draft, out);
    try {
      if (await isSecond(draft)) throw underWay(path, what);
      return target;
    } catch (error) {
      await target.discard();
      throw error;
    }
  }

  async keep(): Promise<void> {
    await flushed(this.draft, 'r+');
    await this.take();
    clearInterval(this.alive);
    // A machine that loses its power may forget the name otherwise. Some systems cannot flush a folder.
    await flushed(dirname(this.path), 'r').catch(() => undefined);
  }

  async discard(): Promise<void> {
    clearInterval(this.alive);
    // What was just being written ends with an error, for which nobody waits any more.
    this.out.on('error', () => undefined).destroy();
    await rm(this.draft, { force: true });
  }

  /** Unlike `rename`, `link` never replaces what somebody else put there meanwhile. */
  private async take(): Promise<void> {
    try {
      await link(this.draft, this.path);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') throw taken(this.path);
      if (!NO_LINKS.has(code)) throw error;
      await refuseTaken(this.path);
      return rename(this.draft, this.path);
    }
    await rm(this.draft, { force: true });
  }
}

async function refuseTaken(path: string): Promise<void> {
  if (await lstat(path).catch(() => undefined)) throw taken(path);
}

const taken = (path: string): BackupRefused =>
  new BackupRefused(`There is a file ${path} already.`, { failure: 'backup_there' });

const underWay = (path: string, what: string): BackupRefused =>
  new BackupRefused(
    `Another ${what} to ${path} is being taken, or was broken off less than ${DEAD_AFTER_MS / 60_000} minutes ago: ` +
      'name another file, or wait.',
    { failure: 'backup_under_way' },
  );

async function flushed(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  await file.sync().finally(() => file.close());
}
