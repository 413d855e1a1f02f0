import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentName } from './content-name.js';
import { FileStore, type Kept } from './file-store.js';
import { writeWhole } from './whole-file.js';

export class LocalFiles extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  async keep(bytes: Buffer): Promise<Kept> {
    const kept = contentName(bytes);
    await writeWhole(await this.locate(kept.path), bytes);
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
}
