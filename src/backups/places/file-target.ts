import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { BackupRefused } from '../sentences.js';
import type { Target } from './place.js';

export class FileTarget implements Target {
  readonly out: Writable;
  private readonly draft: string;

  private constructor(private readonly path: string) {
    this.draft = `${path}.part`;
    this.out = createWriteStream(this.draft, { mode: 0o600, flags: 'wx' });
  }

  static async open(path: string): Promise<FileTarget> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (await stat(path).catch(() => undefined)) throw new BackupRefused(`There is a file ${path} already.`);
    await rm(`${path}.part`, { force: true });
    return new FileTarget(path);
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
