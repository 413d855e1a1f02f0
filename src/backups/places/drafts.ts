import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const OURS = /^(.+)\.[0-9a-z]{9}-[0-9a-f]{16}\.part$/;
const TOUCHED_EVERY_MS = 15_000;
/** Whoever writes a draft touches it all the time, so one that was left alone for so long was broken off. */
export const DEAD_AFTER_MS = 120_000;

/** Each backup under way has a draft of its own. Its name begins with the time, so that the first can be told. */
export function draftOf(path: string): string {
  return `${path}.${Date.now().toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}.part`;
}

/** Keeps a draft alive while nothing is written into it, such as while a lock is waited for. */
export function touching(draft: string): NodeJS.Timeout {
  const touch = () => void utimes(draft, new Date(), new Date()).catch(() => undefined);
  return setInterval(touch, TOUCHED_EVERY_MS).unref();
}

/**
 * Removes what broken off backups left in the folder of this draft. Tells whether an earlier one of the same backup is
 * still under way. Whoever writes into a folder of another machine needs a clock that agrees with it.
 */
export async function isSecond(draft: string): Promise<boolean> {
  const own = await stat(draft);
  const path = pathIn(basename(draft));
  let second = false;
  for (const name of await readdir(dirname(draft))) {
    const of = pathIn(name);
    const other = of !== undefined && (await stat(join(dirname(draft), name)).catch(() => undefined));
    if (!other) continue;
    if (own.mtimeMs - other.mtimeMs > DEAD_AFTER_MS) await rm(join(dirname(draft), name), { force: true });
    else if (of === path && name < basename(draft)) second = true;
  }
  return second;
}

function pathIn(name: string): string | undefined {
  return OURS.exec(name)?.[1];
}
