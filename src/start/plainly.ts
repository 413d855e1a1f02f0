import { BackupRefused } from '../backups/index.js';
import { MigrationRefused } from '../platform/database/index.js';
import { EmbeddedPostgresError } from '../platform/database/embedded/index.js';
import { AppError, sentenceOf } from '../platform/http/index.js';
import { reasonDetails } from '../platform/words/index.js';
import { StartError } from './start-error.js';
import { terminal } from './terminal.js';

/** The message of these errors says all that a person needs. */
const SENTENCES = [StartError, EmbeddedPostgresError, MigrationRefused, BackupRefused];

export function plainly(error: unknown): string {
  return sentenceIn(error) ?? stackOf(error);
}

/** Undefined for an error that was not foreseen. */
export function sentenceIn(error: unknown): string | undefined {
  if (SENTENCES.some((kind) => error instanceof kind)) return (error as Error).message;
  return error instanceof AppError ? sentenceFor(error) : undefined;
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The sentence, what it is about where the error tells (`named`), and what a provider said. */
function sentenceFor(error: AppError): string {
  const { named, reason } = error.details;
  const sentence = sentenceOf(error, terminal(), 'program');
  const quoted = typeof reason === 'string' ? reasonDetails(reason, terminal()) : '';
  return `${sentence}${typeof named === 'string' ? `: ${named}` : ''}${quoted && ` (${quoted})`}`;
}
