import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Language, LANGUAGES } from '../../src/platform/text/index.js';
import { FAULTS } from '../../src/platform/http/index.js';

const SOURCE = 'src';
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'));

/** Finds `class Conflict extends AppError` and the classes that extend those. */
function errorsIn(texts: string[]): string[] {
  const known = new Set(['AppError']);
  const extending = texts.flatMap((text) => [...text.matchAll(/class (\w+) extends (\w+)/g)]);
  for (let before = 0; before !== known.size;) {
    before = known.size;
    for (const [, name, parent] of extending) if (known.has(parent!)) known.add(name!);
  }
  return [...known];
}

function codesIn(texts: string[]): string[] {
  const thrown = new RegExp(String.raw`\b(?:new )?(?:${errorsIn(texts).join('|')})\(\s*'([a-z_]+)'`, 'g');
  const passed = /\bsuper\(\s*'([a-z_]+)'/g;
  const framework = texts.filter((text) => /export function (problemOf|outageOf)/.test(text));
  const listed = framework.flatMap((text) => [...text.matchAll(/(?:: |\?\? |code: )'([a-z_]+)',/g)]);
  const found = texts.flatMap((text) => [...text.matchAll(thrown), ...text.matchAll(passed)]);
  // The reasons of a refused right are named in a type, and whoever asks for the right throws them.
  const refusals = texts.flatMap((text) => [...text.matchAll(/type \w*Refusal =([^;]*);/g)]);
  const named = refusals.flatMap(([, codes]) => [...codes!.matchAll(/'([a-z_]+)'/g)]);
  return [...new Set([...found, ...listed, ...named].map(([, code]) => code!))].sort();
}

const wordsOf = (language: Language) =>
  JSON.parse(readFileSync(`templates/locales/${language}.json`, 'utf8')) as Record<
    'problem' | 'reason',
    Record<string, string>
  >;

it('no error carries a sentence of its own beside its code', () => {
  const own = new RegExp(String.raw`new (?:${errorsIn(sources).join('|')})\([^,(){}]+,\s*['"\x60]`);
  expect(own.test("throw new Conflict('taken', 'It is taken')")).toBe(true);
  expect(sources.filter((text) => own.test(text))).toEqual([]);
});

it.each(['problem', 'reason'] as const)('every %s fills in the same facts in every language', (kind) => {
  const facts = (language: Language) =>
    Object.entries(wordsOf(language)[kind]).map(([code, sentence]) => [
      code,
      [...sentence.matchAll(/\{\{\s*(\w+)|\$t\(([^)]*)\)/g)].map(([, fact, key]) => fact ?? key).sort(),
    ]);
  for (const language of LANGUAGES) expect(facts(language)).toEqual(facts('en'));
});

describe.each(LANGUAGES)('the words of %s', (language) => {
  const words = wordsOf(language);

  it('the locale has a sentence for every code that is thrown', () => {
    const codes = codesIn(sources);
    expect(codes).toEqual(
      expect.arrayContaining(['already_claimed', 'idempotency_in_progress', 'busy', 'csrf']),
    );
    expect(codes.filter((code) => !words.problem[code])).toEqual([]);
  });

  it('the locale has a sentence for every fault of a field', () => {
    expect(FAULTS.filter((fault) => !words.problem[fault])).toEqual([]);
  });
});
