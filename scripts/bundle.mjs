import { build, context } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  metafile: true,
  plugins: [{ name: 'compressed', setup: ({ onEnd }) => onEnd(compress) }],
};

export async function bundle() {
  await build(settings);
}

/** Goes on for as long as this process lives. */
export async function bundleOnChange() {
  await (await context(settings)).watch();
}

/** Once here and as small as can be, instead of for each request. */
function compress({ metafile }) {
  const files = Object.keys(metafile?.outputs ?? {}).filter((file) => !file.endsWith('.map'));
  for (const file of files.map((name) => join(root, name))) {
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
