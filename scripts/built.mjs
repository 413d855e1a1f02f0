import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built-from');
const lock = join(root, 'node_modules', '.huiyin-building');
const SETTINGS = [
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  '.swcrc',
  'scripts/bundle.mjs',
  'scripts/sprite.mjs',
];

/**
 * Compiles src/ if dist/ was made from anything else; the templates name the icons that it holds. Only one process
 * compiles at a time, because compiling empties dist/.
 */
export async function ensureBuilt() {
  if (!existsSync(join(root, 'src')) || isCurrent()) return;
  await locked();
  try {
    if (!isCurrent()) build();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Is called after `npm run build` and records what dist/ was made from. */
export function markBuilt() {
  writeFileSync(stamp, fingerprint());
}

function build() {
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const before = fingerprint();
  run([nest, 'build']);
  run([join(root, 'scripts', 'bundle.mjs')]);
  writeFileSync(stamp, before);
}

function run(command) {
  // Standard output belongs to the command that needed the build.
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\nThe program could not be compiled.\n`);
  rmSync(lock, { force: true });
  process.exit(1);
}

function isCurrent() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** The content is compared, because copies and checkouts do not keep file times. */
function fingerprint() {
  const sources = [...within('src', /\.(ts|css|svg)$/), ...within('templates', /\.hbs$/)];
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...SETTINGS.map((name) => join(root, name))]) {
    if (existsSync(file)) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function within(folder, named) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && named.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function locked() {
  while (!tryToLock()) {
    if (isAbandoned()) rmSync(lock, { force: true });
    else await pause(100);
  }
}

/** link() creates a file that is complete as soon as it exists. */
function tryToLock() {
  const draft = `${lock}.${process.pid}`;
  try {
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(draft, String(process.pid));
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    process.stderr.write(`dist/ is out of date and cannot be made by this user: ${error.message}\n`);
    return process.exit(1);
  } finally {
    rmSync(draft, { force: true });
  }
}

function isAbandoned() {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
