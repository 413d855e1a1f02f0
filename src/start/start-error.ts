import { EmbeddedPostgresError } from '../platform/database/embedded/index.js';
import { AppError } from '../platform/http/index.js';

/** A sentence for the person who starts the program: what is wrong and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}

/** What to print: a sentence where the person can do something about it, else everything there is. */
export function plainly(error: unknown): string {
  if (error instanceof StartError || error instanceof EmbeddedPostgresError) return error.message;
  if (error instanceof AppError) return [error.message, ...fieldsOf(error)].join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fieldsOf({ message, details }: AppError): string[] {
  const sentences = Object.values((details.fields ?? {}) as Record<string, string>);
  return sentences.filter((sentence) => !message.includes(sentence));
}
