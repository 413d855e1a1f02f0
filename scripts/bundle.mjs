import { build, context } from 'esbuild';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { sprite } from './sprite.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const ENTRANCES = {
  web: [
    ['client/application.ts', 'console'],
    ['client/plain.ts', 'plain'],
    ['client/theme.ts', 'theme'],
    ['assets/console.css', 'console'],
    ['assets/settings.css', 'settings'],
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
  // In a script that is not a module, every name at the top level would be global.
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

export async function bundleOnChange() {
  await (await context(settings)).watch();
}

/** Files are compressed once here, so that no request has to wait for it. */
function keep({ outputFiles = [] }) {
  const icons = { path: join(root, 'dist/browser/icons.svg'), contents: sprite() };
  for (const { path, contents } of [...outputFiles, icons]) {
    put(path, contents);
    if (path.endsWith('.map')) continue;
    put(`${path}.br`, brotliCompressSync(contents));
    put(`${path}.gz`, gzipSync(contents, { level: 9 }));
  }
}

/** The file is replaced in one step, because a running program may be sending the old one. */
function put(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
