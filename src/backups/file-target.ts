import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { BackupRefused } from './sentences.js';

/** A backup has its name only when it is complete and on the disk. */
export class FileTarget {
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
    const file = await open(this.draft, 'r+');
    await file.sync();
    await file.close();
    await rename(this.draft, this.path);
  }

  async discard(): Promise<void> {
    this.out.destroy();
    await rm(this.draft, { force: true });
  }
}
