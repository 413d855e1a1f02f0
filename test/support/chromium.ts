import sparticuz from '@sparticuz/chromium';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { root } from '../../src/platform/config/index.js';

const CACHE = join(root, 'node_modules/.cache');
const PACKAGE = join(root, 'node_modules/@sparticuz/chromium/package.json');

/** Root has no sandbox of its own, and the browser must not look for the world outside by itself. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Starts a real Chromium: the one of CHROMIUM_PATH, or else the one in our packages, or else this machine's
 * Chrome.
 */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({ args: ARGS, ...(await whichChromium()) });
}

async function whichChromium(): Promise<LaunchOptions> {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return { executablePath: CHROMIUM_PATH };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' };
  const folder = await unpacked();
  const executablePath = join(folder, 'chromium');
  return { executablePath, env: { ...process.env, ...librariesFor(executablePath), ...fontsIn(folder) } };
}

/**
 * Unpacks the browser once for each version, aside, and then moves it, so that tests that begin together see it
 * whole.
 */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  const folder = join(CACHE, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  await unpackInto(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/**
 * The package unpacks into the temporary folder, and brings its libraries only if it believes to be on AWS Lambda.
 */
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' });
  const unpacking = sparticuz.executablePath();
  for (const name of ['TMPDIR', 'AWS_LAMBDA_JS_RUNTIME']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await unpacking;
}

/** A bare Debian or Ubuntu lacks libnss3, for which the libraries of the package are taken. */
function librariesFor(executable: string): Record<string, string> {
  const linked = execFileSync('ldd', [executable], { encoding: 'utf8' });
  if (!linked.includes('not found')) return {};
  return { LD_LIBRARY_PATH: join(executable, '../al2023/lib') };
}

/** Chromium does not start on a machine without any font. */
function fontsIn(folder: string): Record<string, string> {
  if (existsSync('/etc/fonts/fonts.conf')) return {};
  const file = join(folder, 'fonts.conf');
  const places = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${places}</fontconfig>`);
  return { FONTCONFIG_FILE: file };
}
