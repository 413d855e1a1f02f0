import { wantsStacks } from '../platform/config/index.js';
import { AppError, type FieldFault } from '../platform/http/index.js';
import { sayFault } from '../platform/words/index.js';
import { sentenceIn, stackOf } from '../start/plainly.js';
import { terminal } from '../start/terminal.js';
import { outsideOf } from './outside.js';

/** What to print where a command fails: a line for each option that is wrong, else one sentence. */
export function failureOf(error: unknown): string {
  const expected = optionsOf(error) ?? sentenceIn(error);
  if (expected !== undefined) return expected;
  const sentence = outsideOf(error) ?? brokenOf(error);
  return wantsStacks() ? `${sentence}\n${stackOf(error)}` : sentence;
}

function optionsOf(error: unknown): string | undefined {
  const fields = error instanceof AppError ? error.details.fields : undefined;
  if (typeof fields !== 'object' || fields === null) return undefined;
  return Object.entries(fields as Record<string, FieldFault>)
    .map(([field, fault]) => `${optionOf(field)}: ${sayFault(fault, terminal())}`)
    .join('\n');
}

function brokenOf(error: unknown): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `This is a fault of Huiyin itself: ${first.trim() || 'unknown'}. Run the command again with LOG_LEVEL=debug to see where.`;
}

/** `appId` is the option `--app-id`. */
function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
