import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Config } from '../../platform/config/index.js';
import { FileStore, type Kept } from './file-store.js';

/** Files under DATA_DIR/files. */
@Injectable()
export class LocalFiles extends FileStore {
  constructor(private readonly config: Config) {
    super();
  }

  async keep(bytes: Buffer): Promise<Kept> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = join(sha256.slice(0, 2), sha256);
    await mkdir(dirname(this.at(path)), { recursive: true, mode: 0o700 });
    const draft = this.at(`${path}.${randomUUID()}`);
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, this.at(path));
    return { sha256, path };
  }

  async locate(path: string): Promise<string> {
    return this.at(path);
  }

  private at(path: string): string {
    return join(this.config.dataDir, 'files', path);
  }
}
