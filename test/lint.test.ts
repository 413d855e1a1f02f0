import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { root } from '../src/platform/config/index.js';

const SYNTAX = 'no-restricted-syntax';
const fiveParameters = 'a: number, b: number, c: number, d: number, e: number';
const long = (lines: number) => `export function long() {\n${'  String(1);\n'.repeat(lines)}}\n`;

/** A breach of each rule that is not one of ESLint's ordinary ones: what it is, the file, the text, the rule. */
const PLANTED: [what: string, file: string, text: string, rule: string][] = [
  ['a fifth parameter', 'src/sla/a.ts', `export const f = (${fiveParameters}) => a + b + c + d + e;`, SYNTAX],
  ['a fifth parameter of a method', 'test/a.ts', `export class A { f(${fiveParameters}) {} }`, SYNTAX],
  [
    'a seventh dependency',
    'src/sla/a.ts',
    `class A { constructor(${fiveParameters}, f: B, g: B) {} }`,
    SYNTAX,
  ],
  ['a literal spread into an object', 'src/sla/a.ts', 'export const a = { b: 1, ...{ c: 2 } };', SYNTAX],
  ['a literal spread into a list', 'src/sla/a.ts', 'export const a = [1, ...[2, 3]];', SYNTAX],
  ['the time of the machine', 'src/sla/a.ts', 'export const now = () => new Date();', SYNTAX],
  ['its milliseconds', 'src/web/console/a.ts', 'export const now = () => Date.now();', SYNTAX],
  ['the time of the machine by Luxon', 'src/hours/a.ts', 'export const now = () => DateTime.now();', SYNTAX],
  ['a title of one placeholder', 'test/a.test.ts', "it.each([1])('%s', () => {});", SYNTAX],
  ['a title of two placeholders', 'test/a.test.ts', "it.each([a])('$name: $kind', () => {});", SYNTAX],
  ['a function of 42 lines', 'src/sla/a.ts', long(40), 'max-lines-per-function'],
  ['a file of 201 lines', 'src/sla/a.ts', 'String(1);\n'.repeat(201), 'max-lines'],
];

const ALLOWED: [what: string, file: string, text: string][] = [
  ['six dependencies', 'src/sla/a.ts', `export class A { constructor(${fiveParameters}, f: B) {} }`],
  ['fields that depend on a condition', 'src/sla/a.ts', 'export const a = { b: 1, ...(c && { d: 2 }) };'],
  ['the time of the machine in the clock', 'src/platform/clock/a.ts', 'export const now = () => Date.now();'],
  ['a given instant', 'src/sla/a.ts', 'export const then = (at: string) => new Date(at);'],
  ['a title that says something', 'test/a.test.ts', "it.each([1])('%s is refused', () => {});"],
  ['a function of 40 lines', 'src/sla/a.ts', long(38)],
];

describe('the rules of ESLint', () => {
  // The texts stand in no file that the compiler knows, so the rules that need types are off.
  const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] as never });

  async function broken(file: string, text: string): Promise<(string | null)[]> {
    const [result] = await eslint.lintText(text, { filePath: `${root}/${file}` });
    return result!.messages.map(({ ruleId }) => ruleId);
  }

  it.each(PLANTED)('ESLint refuses %s in %s', { timeout: 30_000 }, async (_what, file, text, rule) => {
    expect(await broken(file, text)).toContain(rule);
  });

  it.each(ALLOWED)('ESLint allows %s in %s', { timeout: 30_000 }, async (_what, file, text) => {
    const rules = ['no-restricted-syntax', 'max-lines-per-function', 'max-lines', null];
    expect((await broken(file, text)).filter((rule) => rules.includes(rule))).toEqual([]);
  });
});
