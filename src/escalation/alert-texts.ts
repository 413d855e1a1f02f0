import Handlebars, { type TemplateDelegate } from 'handlebars';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../platform/config/index.js';
import { DEFAULT_LANGUAGE, type Language, languageFor, LANGUAGES } from '../platform/text/index.js';

const FOLDER = join(root, 'templates/alerts');
const ALERT_KINDS = ['warning', 'breach', 'page', 'asked'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/**
 * No customer wrote any of these facts, so they may be sent to other services. `due` is empty if nothing is
 * due, and is in the local time of `zone`.
 */
export interface AlertFacts {
  number: string;
  priority: string;
  type: string;
  department: string;
  promise: string;
  due: string;
  zone: string;
  link: string;
}

interface Words {
  metric: Record<string, string>;
}

const WORDS = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    JSON.parse(readFileSync(join(FOLDER, `words.${language}.json`), 'utf8')) as Words,
  ]),
) as Record<Language, Words>;

const TEXTS = new Map(
  ALERT_KINDS.flatMap((kind) =>
    LANGUAGES.map((language): [string, TemplateDelegate] => [
      `${kind}.${language}`,
      compiled(kind, language),
    ]),
  ),
);

/** The first line is the subject. The text is plain, so nothing is escaped. */
export function alertText(
  kind: AlertKind,
  language: string,
  facts: AlertFacts,
): { subject: string; text: string } {
  const template = TEXTS.get(`${kind}.${language}`) ?? TEXTS.get(`${kind}.${DEFAULT_LANGUAGE}`)!;
  const [subject = '', ...lines] = template(facts).trim().split('\n');
  return { subject: subject.trim(), text: `${lines.join('\n').trim()}\n` };
}

export function promiseWord(metric: string | null, language: string): string {
  return metric === null ? '' : (WORDS[languageFor(language)].metric[metric] ?? '');
}

function compiled(kind: string, language: string): TemplateDelegate {
  const source = readFileSync(join(FOLDER, `${kind}.${language}.hbs`), 'utf8');
  return Handlebars.compile(source, { strict: true, noEscape: true, knownHelpersOnly: true });
}
