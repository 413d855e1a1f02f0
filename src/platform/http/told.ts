import type { Refusal } from './problem.js';
import { sayFields, sayTold, type Speaker } from '../words/index.js';

/** `problem.<code>` with its values, and since when it is so. */
export interface Told {
  code: string;
  values: Record<string, unknown>;
  at: Date | null;
}

/** The person that the details name is `{{name}}` in the sentence. */
export function toldOf(code: string, details: Record<string, unknown>): Told {
  const { holder, by, claimedAt, at, ...facts } = details;
  const person = (holder ?? by) as { name?: string } | undefined;
  const since = claimedAt ?? at;
  return { code, values: { name: person?.name ?? '', ...facts }, at: since instanceof Date ? since : null };
}

/** The sentence of a refusal in the speaker's language, or one for each wrong field. */
export function sentenceOf(
  { code, details }: Pick<Refusal, 'code' | 'details'>,
  speaker: Speaker,
  reader: 'person' | 'program',
): string {
  const fields = (details.fields ?? {}) as Record<string, string>;
  if (Object.keys(fields).length > 0) return sayFields(fields, speaker, reader);
  return sayTold(code, toldOf(code, details).values, speaker);
}
