import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../platform/config/index.js';
import { type Language, languageFor, LANGUAGES } from '../platform/text/index.js';
import type { Stage } from '../tickets/index.js';

export const NOTICES_FOLDER = join(root, 'templates/notices');

interface Words {
  stage: Record<Stage, string>;
  next: Record<Stage, string>;
  promise: Record<'answer' | 'solve' | 'late', string>;
  day: Record<'today' | 'tomorrow', string>;
}

const WORDS = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    JSON.parse(readFileSync(join(NOTICES_FOLDER, `words.${language}.json`), 'utf8')) as Words,
  ]),
) as Record<Language, Words>;

export function stageWords(stage: Stage, language: string, department: string): string {
  return WORDS[languageFor(language)].stage[stage].replace('{{department}}', () => department);
}

export function nextWords(stage: Stage, language: string, department: string): string {
  return WORDS[languageFor(language)].next[stage].replace('{{department}}', () => department);
}

export function promiseWords(kind: keyof Words['promise'], language: string, at: string): string {
  return WORDS[languageFor(language)].promise[kind].replace('{{at}}', () => at);
}

export function dayWord(day: keyof Words['day'], language: string): string {
  return WORDS[languageFor(language)].day[day];
}
