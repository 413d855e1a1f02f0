import { MigrationRefused } from '../platform/database/index.js';
import { EmbeddedPostgresError } from '../platform/database/embedded/index.js';
import { AppError } from '../platform/http/index.js';

export class StartError extends Error {
  override name = 'StartError';
}

/** The message of these errors says all that a person needs. */
const SENTENCES = [StartError, EmbeddedPostgresError, MigrationRefused];

export function plainly(error: unknown): string {
  if (SENTENCES.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof AppError) return [error.message, ...fieldsOf(error)].join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fieldsOf({ message, details }: AppError): string[] {
  const sentences = Object.values((details.fields ?? {}) as Record<string, string>);
  return sentences.filter((sentence) => !message.includes(sentence));
}
