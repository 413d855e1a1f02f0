import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Config } from '../../platform/config/index.js';

/** Files under DATA_DIR/files, named by their content: the same file is kept once. */
@Injectable()
export class FileStore {
  constructor(private readonly config: Config) {}

  /** Returns the content's hash and the path below the store. */
  async keep(bytes: Buffer): Promise<{ sha256: string; path: string }> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = join(sha256.slice(0, 2), sha256);
    await mkdir(dirname(this.locate(path)), { recursive: true, mode: 0o700 });
    const draft = this.locate(`${path}.${randomUUID()}`);
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, this.locate(path));
    return { sha256, path };
  }

  locate(path: string): string {
    return join(this.config.dataDir, 'files', path);
  }
}
