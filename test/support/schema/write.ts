import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../src/platform/config/index.js';
import { startEmbedded } from '../../../src/platform/database/embedded/index.js';
import { migrate } from '../../../src/platform/database/index.js';
import { schemaOf } from './schema.js';

/** Does `npm run schema`: writes `schema.sql` from a database that the files of `migrations/` have just made. */
const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-schema-'));
chmodSync(dataDir, 0o755);
const postgres = await startEmbedded({ dataDir, fsync: false });
try {
  await migrate(postgres.url);
  writeFileSync(join(root, 'schema.sql'), await schemaOf(postgres.url));
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
