import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../src/platform/config/index.js';

interface Violation {
  rule: { name: string };
  from: string;
}

/** Each of these imports is forbidden by the rule before it. A package has no slash. */
const PLANTED: [rule: string, from: string, to: string][] = [
  ['platform-imports', 'src/platform/clock/a.ts', 'src/staff/index.ts'],
  ['staff-imports', 'src/staff/a.ts', 'src/customers/index.ts'],
  ['customers-imports', 'src/customers/a.ts', 'src/staff/index.ts'],
  ['knowledge-imports', 'src/knowledge/a.ts', 'src/customers/index.ts'],
  ['delivery-imports', 'src/delivery/a.ts', 'src/conversations/index.ts'],
  ['conversations-imports', 'src/conversations/a.ts', 'src/tickets/index.ts'],
  ['channels-imports', 'src/channels/wechat-official/a.ts', 'src/tickets/index.ts'],
  ['channels-imports', 'src/channels/sign-in/a.ts', 'src/customers/index.ts'],
  ['triage-imports', 'src/triage/a.ts', 'src/tickets/index.ts'],
  ['tickets-imports', 'src/tickets/a.ts', 'src/sla/index.ts'],
  ['hours-imports', 'src/hours/a.ts', 'src/staff/index.ts'],
  ['sla-imports', 'src/sla/a.ts', 'src/conversations/index.ts'],
  ['sla-imports', 'src/sla/a.ts', 'src/escalation/index.ts'],
  ['escalation-imports', 'src/escalation/a.ts', 'src/conversations/index.ts'],
  ['refunds-imports', 'src/refunds/a.ts', 'src/notifications/index.ts'],
  ['notifications-imports', 'src/notifications/a.ts', 'src/triage/index.ts'],
  ['reports-imports', 'src/reports/a.ts', 'src/tickets/index.ts'],
  ['backups-imports', 'src/backups/a.ts', 'src/tickets/index.ts'],
  ['retention-imports', 'src/retention/a.ts', 'src/tickets/index.ts'],
  ['sandbox-imports', 'src/sandbox/a.ts', 'src/channels/wechat-official/index.ts'],
  ['nobody-imports-what-is-on-top', 'src/tickets/b.ts', 'src/web/index.ts'],
  ['nobody-imports-what-is-on-top', 'src/web/b.ts', 'src/demo/index.ts'],
  ['nobody-imports-what-is-on-top', 'src/demo/b.ts', 'src/cli/main.ts'],
  ['channels-are-plugged-in', 'src/notifications/c.ts', 'src/channels/wechat-official/index.ts'],
  ['through-the-door', 'src/sla/d.ts', 'src/tickets/ticket.ts'],
  ['through-the-door', 'src/web/d.ts', 'src/tickets/ticket.ts'],
  ['through-the-door', 'src/main.ts', 'src/tickets/ticket.ts'],
  ['through-the-door-of-a-channel', 'src/web/e.ts', 'src/channels/wechat-official/api.ts'],
  ['through-the-door-of-a-channel', 'src/channels/webchat/e.ts', 'src/channels/wechat-official/api.ts'],
  ['through-the-door-of-a-channel', 'src/channels/robots/e.ts', 'src/channels/wechat-official/api.ts'],
  ['channels-are-plugged-in', 'src/escalation/c.ts', 'src/channels/robots/index.ts'],
  ['through-the-door-of-platform', 'src/tickets/f.ts', 'src/platform/clock/clock.ts'],
  ['through-the-door-of-platform', 'src/platform/jobs/f.ts', 'src/platform/clock/clock.ts'],
  ['rooms-do-not-start-the-program', 'src/web/g.ts', 'src/start/run.ts'],
  ['rooms-do-not-start-the-program', 'src/tickets/g.ts', 'src/app.module.ts'],
  ['no-cycles', 'src/tickets/h.ts', 'src/tickets/i.ts'],
  ['no-cycles', 'src/delivery/h.ts', 'src/delivery/i.ts'],
  ['only-what-is-installed-to-run', 'src/tickets/j.ts', 'vitest'],
  ['imports-exist', 'src/tickets/k.ts', 'no-such-package'],
  ['no-tests-in-the-program', 'src/tickets/l.ts', 'test/support/app.ts'],
];

/** These imports close the planted cycles, which are reported once. */
const BACK: [from: string, to: string][] = [
  ['src/tickets/i.ts', 'src/tickets/h.ts'],
  ['src/delivery/i.ts', 'src/delivery/h.ts'],
];
/** A cycle counts even if it consists of types alone. */
const TYPES_ONLY = 'src/delivery/h.ts';

/** These imports are allowed: they go through doors and follow the table. */
const ALLOWED: [from: string, to: string][] = [
  ['src/sla/good.ts', 'src/tickets/index.ts'],
  ['src/web/good.ts', 'src/channels/wechat-official/index.ts'],
  ['src/tickets/good.ts', 'src/platform/clock/index.ts'],
  ['src/tickets/good-too.ts', 'src/tickets/ticket.ts'],
  ['src/start/good.ts', 'src/demo/index.ts'],
];

const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[];
};

describe('the boundaries between rooms', () => {
  let planted: string;
  let violations: Violation[];

  beforeAll(() => {
    planted = plant();
    violations = cruise(planted);
  });

  afterAll(() => rmSync(planted, { recursive: true, force: true }));

  it.each(PLANTED)('by the rule %s, %s may not import %s', (rule, from) => {
    expect(violations.filter((found) => found.from === from).map((found) => found.rule.name)).toContain(rule);
  });

  it.each(ALLOWED)('%s may import %s', (from) => {
    expect(violations.filter((found) => found.from === from)).toEqual([]);
  });

  it('every rule about boundaries is broken by an import that is planted here', () => {
    expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(rules.forbidden.map(({ name }) => name)));
  });

  it('the program breaks no rule about boundaries', { timeout: 60_000 }, () => {
    expect(cruise(root)).toEqual([]);
  });
});

/** Makes a small tree of its own, which contains nothing but the imports. */
function plant(): string {
  const tree = mkdtempSync(join(tmpdir(), 'huiyin-boundaries-'));
  for (const name of ['tsconfig.json', 'package.json']) cpSync(join(root, name), join(tree, name));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const imports: [string, string][] = [
    ...PLANTED.map(([, from, to]) => [from, to] as [string, string]),
    ...ALLOWED,
    ...BACK,
  ];
  for (const [, to] of imports) if (to.includes('/')) write(tree, to, 'export {};\n');
  for (const [from, to] of imports) write(tree, from, importing(from, to));
  return tree;
}

function importing(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
  const what = from === TYPES_ONLY ? 'type {} from ' : '';
  const relativePath = path.startsWith('.') ? path : `./${path}`;
  return `import ${what}'${to.includes('/') ? relativePath : to}';\n`;
}

function write(tree: string, file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function cruise(tree: string): Violation[] {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['src', '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  const output = execFileSync(process.execPath, [command, ...options], { cwd: tree, maxBuffer: 100_000_000 });
  return (JSON.parse(output.toString()) as { summary: { violations: Violation[] } }).summary.violations;
}
