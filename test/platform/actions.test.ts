import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';
import { LANGUAGES } from '../../src/platform/text/index.js';

const source = join(root, 'src');
const NAME = /'([a-z_]+(?:\.[a-z_]+)+)'/g;

/** The actions that a file records: those of its `action`, and the events that its trail keeps. */
function actionsIn(text: string): string[] {
  const said = [...text.matchAll(/\baction\b[^;]*?[;}]/g)].map(([statement]) => statement);
  const kept = text.includes('actOf(')
    ? [...text.matchAll(/@Reacts\(([^)]*)\)/g)].map(([, names]) => names!)
    : [];
  return [...said, ...kept].flatMap((part) => [...part.matchAll(NAME)].map(([, name]) => name!));
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const actions = new Set(
  files
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .filter((text) => /\baudit\b/i.test(text))
    .flatMap(actionsIn),
);

describe('fault 37: the sentences of what is recorded', () => {
  it('the program records many kinds of acts', () => {
    expect(actions.size).toBeGreaterThan(50);
    for (const action of ['roster.removed', 'member.changed', 'job.retried', 'audit.exported'])
      expect(actions).toContain(action);
  });

  it.each(LANGUAGES)('every act has a sentence in the language %s', (language) => {
    const file = readFileSync(join(root, `templates/locales/${language}.json`), 'utf8');
    const sentences = (JSON.parse(file) as { audit: { action: Record<string, Record<string, string>> } })
      .audit.action;
    const without = [...actions].filter((action) => {
      const [kind = '', name = ''] = action.split('.');
      return typeof sentences[kind]?.[name] !== 'string';
    });
    expect(without).toEqual([]);
  });
});
