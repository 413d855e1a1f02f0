import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../../src/platform/database/embedded/index.js';
import { TEST_KEY } from '../key.js';
import { Program } from '../program.js';
import { FIXTURE, packed } from './fixture.js';
import { record } from './record.js';

/** Does `npm run upgrade:fixture`: the compiled program plays its demonstration, and the database is recorded. */
const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-upgrade-'));
chmodSync(dataDir, 0o755);
const postgres = await startEmbedded({ dataDir, fsync: false });
try {
  const settings = { DATABASE_URL: postgres.url, DATA_DIR: join(dataDir, 'data'), SECRET_KEY: TEST_KEY };
  const program = await Program.start({ ...settings, DEMO: 'on', LOG_LEVEL: 'warn' });
  await program.stop();
  writeFileSync(FIXTURE, packed(await record(postgres.url)));
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
