import type { Command } from 'commander';
import {
  Backups,
  check,
  isSealed,
  placed,
  refuseUnrestorable,
  Release,
  requireEmpty,
  restore,
  type Source,
} from '../backups/index.js';
import { type Config, presentKeys } from '../platform/config/index.js';
import { storeOf } from '../platform/files/index.js';
import { opensNew } from '../start/database.js';
import { configured, withDatabase, withNewDatabase, withServicesUnchanged } from './installation.js';
import { print } from './output.js';
import { askPassPhrase } from './pass-phrase.js';
import { ProgressLine, sizeOf } from './progress-line.js';

interface Options {
  json?: boolean;
}

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('Back up everything but the key: rows and files, while the program runs')
    .requiredOption('--to <file>', 'where it goes, also s3://host/bucket/name; it must not be there yet')
    .option('--encrypt', 'with the pass phrase of BACKUP_PASS_PHRASE, or one that is typed')
    .option('--json', 'for machines')
    .action((options: Options & { to: string; encrypt?: boolean }) => backUp(options));
  program
    .command('backup:check')
    .description('Read a backup from beginning to end and say whether it can be restored')
    .requiredOption('--from <file>', 'the backup, also s3://host/bucket/name')
    .option('--json', 'for machines')
    .action((options: Options & { from: string }) => checkBackup(options));
  program
    .command('restore')
    .description('Restore a backup into an empty database; the copy sends nothing until it is released')
    .requiredOption('--from <file>', 'the backup, also s3://host/bucket/name')
    .option('--json', 'for machines')
    .action((options: Options & { from: string }) => restoreBackup(options));
  program
    .command('hold')
    .description('Send nothing and run no jobs until "release"; pushes are still taken')
    .option('--json', 'for machines')
    .action((options: Options) => hold(options));
  program
    .command('release')
    .description('Say that this copy lives: it sends again; the other copy must be stopped or held')
    .option(
      '--stopped',
      'the original was stopped before the backup was taken, so nothing may have been sent since',
    )
    .option('--json', 'for machines')
    .action((options: Options & { stopped?: boolean }) => release(options));
}

async function backUp({ to, encrypt, json }: Options & { to: string; encrypt?: boolean }): Promise<void> {
  await withServicesUnchanged(async (services) => {
    const { config } = services;
    const where = placed(to, config);
    const passPhrase = encrypt
      ? (config.backupPassPhrase ?? (await askPassPhrase({ twice: true })))
      : undefined;
    const taken = await withLine((tell) => services.get(Backups).take(where, { passPhrase, tell }));
    const path = `${where.place.address}/${where.name}`;
    print({ json }, { path, encrypted: encrypt ?? false, ...taken }, [
      `Backed up ${taken.rows} rows and ${taken.files} files: ${path} (${sizeOf(taken.bytes)}).`,
      ...missingLines(taken.missing),
      config.secretKey === undefined
        ? 'The key is not in it. Keep the file secrets/secret.key of DATA_DIR somewhere else, too.'
        : 'The key is not in it. Keep SECRET_KEY somewhere else, too.',
    ]);
  });
}

async function checkBackup({ from, json }: Options & { from: string }): Promise<void> {
  const source = await sourceOf(from, configured());
  const { takenAt, program, rows, files, missing } = await withLine((tell) => check(source, tell));
  const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
  print({ json }, { takenAt, program, rows: count, files, missing }, [
    `The backup of ${takenAt} by version ${program} is whole: ${count} rows and ${files} files.`,
    ...missingLines(missing),
  ]);
}

async function restoreBackup({ from, json }: Options & { from: string }): Promise<void> {
  const config = configured();
  if (!opensNew(config)) await withDatabase((_config, url) => requireEmpty(url));
  const source = await sourceOf(from, config);
  await refuseUnrestorable(source, presentKeys(config));
  await withLine((tell) => check(source, tell));
  await withNewDatabase(async (_config, url) => {
    const restored = await withLine((tell) => restore(url, storeOf(config), source, tell));
    print({ json }, { ...restored, held: true }, [
      `Restored ${restored.rows} rows and ${restored.files} files, as they were at ${restored.takenAt}.`,
      ...missingLines(restored.missing),
      'This copy is held: it sends nothing. When the original is stopped for good, run "npm run huiyin -- release".',
    ]);
  });
}

async function hold(options: Options): Promise<void> {
  await withServicesUnchanged(async (services) => {
    await services.get(Release).hold();
    print(options, { held: true }, [
      'Held: nothing is sent and no job runs, until "npm run huiyin -- release".',
    ]);
  });
}

async function release({ stopped, json }: Options & { stopped?: boolean }): Promise<void> {
  await withServicesUnchanged(async (services) => {
    const doubtful = await services.get(Release).release(stopped ? 'stopped' : 'ran_on');
    const doubt = `${doubtful} messages that were waiting when the backup was taken may have been sent by the original: settle them under Settings, Operations.`;
    print({ json }, { held: false, doubtful }, [
      'Released: this copy sends.',
      ...(doubtful > 0 ? [doubt] : []),
    ]);
  });
}

async function sourceOf(from: string, config: Config): Promise<Source> {
  const { place, name } = placed(from, config);
  const open = () => place.open(name);
  if (!(await needsPassPhrase(open))) return { open };
  return { open, passPhrase: config.backupPassPhrase ?? (await askPassPhrase({})) };
}

async function needsPassPhrase(open: Source['open']): Promise<boolean> {
  for await (const start of await open()) return isSealed(start as Buffer);
  return false;
}

async function withLine<T>(work: (tell: ProgressLine['show']) => Promise<T>): Promise<T> {
  const line = new ProgressLine();
  return work((progress) => line.show(progress)).finally(() => line.end());
}

function missingLines(missing: string[]): string[] {
  if (missing.length === 0) return [];
  return [`${missing.length} files that rows name were not in the store: ${missing.slice(0, 5).join(', ')}`];
}
