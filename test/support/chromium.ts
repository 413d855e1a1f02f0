import sparticuz from '@sparticuz/chromium';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { root } from '../../src/platform/config/index.js';

const CACHE = join(root, 'node_modules/.cache');
const PACKAGE = join(root, 'node_modules/@sparticuz/chromium/package.json');

/** Root has no sandbox of its own, and nothing that a browser does by itself may look for the world outside. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A real Chromium: of CHROMIUM_PATH, else the one inside our packages, else this machine's Chrome. */
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

/** Once for each version. Unpacked aside and moved, so that tests that begin together never see half a browser. */
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

/** The package unpacks into the temporary folder, and its libraries only where it believes to be on AWS Lambda. */
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

/** A bare Debian or Ubuntu has no libnss3: then those of the package. */
function librariesFor(executable: string): Record<string, string> {
  const linked = execFileSync('ldd', [executable], { encoding: 'utf8' });
  if (!linked.includes('not found')) return {};
  return { LD_LIBRARY_PATH: join(executable, '../al2023/lib') };
}

/** Without any font of the machine's, Chromium does not start. */
function fontsIn(folder: string): Record<string, string> {
  if (existsSync('/etc/fonts/fonts.conf')) return {};
  const file = join(folder, 'fonts.conf');
  const places = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${places}</fontconfig>`);
  return { FONTCONFIG_FILE: file };
}
