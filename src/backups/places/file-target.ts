import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { BackupRefused } from '../sentences.js';
import type { Target } from './place.js';

export class FileTarget implements Target {
  private constructor(
    private readonly path: string,
    private readonly draft: string,
    readonly out: Writable,
  ) {}

  static async open(path: string): Promise<FileTarget> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (await stat(path).catch(() => undefined)) throw new BackupRefused(`There is a file ${path} already.`);
    const draft = `${path}.part`;
    await rm(draft, { force: true });
    const out = createWriteStream(draft, { mode: 0o600, flags: 'wx' });
    await once(out, 'open');
    return new FileTarget(path, draft, out);
  }

  async keep(): Promise<void> {
    await flushed(this.draft, 'r+');
    await rename(this.draft, this.path);
    // A machine that loses its power may forget the name otherwise. Some systems cannot flush a folder.
    await flushed(dirname(this.path), 'r').catch(() => undefined);
  }

  async discard(): Promise<void> {
    this.out.destroy();
    await rm(this.draft, { force: true });
  }
}

async function flushed(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  await file.sync().finally(() => file.close());
}
