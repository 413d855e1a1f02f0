import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../src/platform/config/index.js';

describe('the check of the length of template lines', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
    mkdirSync(join(folder, 'console'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = () =>
    spawnSync(process.execPath, [join(root, 'scripts/check-templates.mjs'), folder], { encoding: 'utf8' });

  it('a template line of 141 characters is refused, with its file and line named', () => {
    writeFileSync(join(folder, 'console/page.hbs'), `<p>short</p>\n${'回'.repeat(141)}\n`);
    const { status, stderr } = check();
    expect(status).toBe(1);
    expect(stderr).toContain(`${join(folder, 'console/page.hbs')}:2: 141 characters`);
  });

  it('a template line of 140 characters is accepted', () => {
    writeFileSync(join(folder, 'console/page.hbs'), `${'回'.repeat(140)}\n`);
    expect(check()).toMatchObject({ status: 0, stderr: '' });
  });
});
