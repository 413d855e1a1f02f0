import { build, context } from 'esbuild';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What browsers load: one file for each entrance, in dist/browser. */
const ENTRANCES = {
  web: [
    ['client/application.ts', 'console'],
    ['client/plain.ts', 'plain'],
    ['client/theme.ts', 'theme'],
    ['assets/console.css', 'console'],
    ['assets/plain.css', 'plain'],
    ['assets/favicon.svg', 'favicon'],
  ],
  sandbox: [
    ['client/phone.ts', 'phone'],
    ['client/phone.css', 'phone'],
    ['client/icon.svg', 'phone'],
  ],
};

const settings = {
  absWorkingDir: root,
  entryPoints: Object.entries(ENTRANCES).flatMap(([room, files]) =>
    files.map(([file, out]) => ({ in: `src/${room}/${file}`, out })),
  ),
  outdir: 'dist/browser',
  bundle: true,
  minify: true,
  sourcemap: true,
  // A script that is no module may name nothing for all others.
  format: 'iife',
  target: 'es2022',
  loader: { '.svg': 'copy' },
  logLevel: 'warning',
  write: false,
  plugins: [{ name: 'keep', setup: ({ onEnd }) => onEnd(keep) }],
};

export async function bundle() {
  await build(settings);
}

/** Goes on for as long as this process lives. */
export async function bundleOnChange() {
  await (await context(settings)).watch();
}

/** Compressed once here, as small as can be, instead of for each request. */
function keep({ outputFiles = [] }) {
  for (const { path, contents } of outputFiles) {
    put(path, contents);
    if (path.endsWith('.map')) continue;
    put(`${path}.br`, brotliCompressSync(contents));
    put(`${path}.gz`, gzipSync(contents, { level: 9 }));
  }
}

/** Whole when it appears: a running program may be sending the file that was there. */
function put(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
