import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { freeBytes } from '../../platform/disk/index.js';
import { failureOf } from '../../platform/http/index.js';
import { BackupRefused } from '../sentences.js';
import { FileTarget } from './file-target.js';
import type { Place, Target } from './place.js';

const MB = 1024 ** 2;
/** The database may lie on the same disk and must be able to go on. */
const LEFT_BYTES = 256 * MB;

export class FolderPlace implements Place {
  constructor(readonly address: string) {}

  async create(name: string, expected = 0): Promise<Target> {
    await this.requireRoom(expected);
    return this.usable(FileTarget.open(join(this.address, name)));
  }

  async open(name: string): Promise<Readable> {
    const path = join(this.address, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) throw new BackupRefused(`There is no file ${path}.`);
    return createReadStream(path);
  }

  async remove(name: string): Promise<void> {
    await this.usable(rm(join(this.address, name), { force: true }));
  }

  private async requireRoom(expected: number): Promise<void> {
    const free = await this.usable(freeBytes(this.address));
    if (expected === 0 || free >= expected + LEFT_BYTES) return;
    throw new BackupRefused(
      `Only ${megabytes(free)} MB are free in ${this.address}, and the last backup had ${megabytes(expected)} MB: make room there.`,
      { failure: 'backup_no_room' },
    );
  }

  private async usable<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof BackupRefused) throw error;
      throw new BackupRefused(`${this.address} cannot be used: ${(error as Error).message}`, {
        cause: error,
        failure: failureOf(error) === 'disk_full' ? 'disk_full' : 'backup_place',
      });
    }
  }
}

const megabytes = (bytes: number) => Math.floor(bytes / MB);
