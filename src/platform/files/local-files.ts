import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { contentName, contentNameOf } from './content-name.js';
import { FileStore, type Kept, OURS, type Stored } from './file-store.js';
import { copyWhole, writeWhole } from './whole-file.js';

export class LocalFiles extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  async keep(bytes: Buffer): Promise<Kept> {
    const kept = contentName(bytes);
    await writeWhole(await this.locate(kept.path), bytes);
    return kept;
  }

  async keepFile(file: string): Promise<Kept> {
    const kept = await contentNameOf(file);
    await copyWhole(file, await this.locate(kept.path));
    return kept;
  }

  async locate(path: string): Promise<string> {
    return join(this.folder, path);
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(await this.locate(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async stream(path: string): Promise<Readable | undefined> {
    const file = await open(await this.locate(path)).catch(gone);
    return file?.createReadStream();
  }

  async *list(): AsyncGenerator<Stored> {
    for (const folder of await namesIn(this.folder)) {
      for (const name of await namesIn(join(this.folder, folder))) {
        const path = `${folder}/${name}`;
        const found = OURS.test(path) && (await stat(join(this.folder, path)).catch(gone));
        if (found) yield { path, changedAt: found.mtime };
      }
    }
  }

  /** A file that is being kept again takes the free name, so it is moved aside before it is looked at. */
  async remove(path: string, since: Date): Promise<boolean> {
    const file = join(this.folder, path);
    const aside = join(this.folder, `${path.split('.')[0]}.${randomUUID()}`);
    const changed = await rename(file, aside).then(() => stat(aside), gone);
    if (!changed) return false;
    if (changed.mtime <= since) await rm(aside, { force: true });
    else await rename(aside, file);
    return changed.mtime <= since;
  }
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Another process may have removed or renamed it meanwhile. */
function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
