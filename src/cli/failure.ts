import { AppError, type FieldFault } from '../platform/http/index.js';
import { sayFault } from '../platform/words/index.js';
import { plainly } from '../start/start-error.js';
import { terminal } from '../start/terminal.js';

/** What to print where a command fails: a line for each option that is wrong, else what the program would say. */
export function failureOf(error: unknown): string {
  const fields = error instanceof AppError ? error.details.fields : undefined;
  if (typeof fields !== 'object' || fields === null) return plainly(error);
  return Object.entries(fields as Record<string, FieldFault>)
    .map(([field, fault]) => `${optionOf(field)}: ${sayFault(fault, terminal())}`)
    .join('\n');
}

/** `appId` is the option `--app-id`. */
function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
