import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const DRAWINGS = join(root, 'node_modules/bootstrap-icons/icons');

/**
 * One file with every icon that a template or a table of the pages names. Pages refer to it, so that a list of fifty
 * tickets does not carry each drawing fifty times. A word that only happens to be the name of an icon costs some bytes.
 */
export function sprite() {
  const symbols = quotedNames().map(
    (name) => `<symbol id="${name}" viewBox="0 0 16 16">${drawing(name)}</symbol>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

function quotedNames() {
  const texts = [...sources('templates', '.hbs'), ...sources('src/web', '.ts')];
  const quoted = texts.flatMap((text) => [...text.matchAll(/'([a-z0-9-]+)'/g)].map(([, name]) => name));
  return [...new Set(quoted)].sort().filter((name) => existsSync(join(DRAWINGS, `${name}.svg`)));
}

function sources(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));
}

function drawing(name) {
  const file = readFileSync(join(DRAWINGS, `${name}.svg`), 'utf8');
  return file
    .replace(/^<svg[^>]*>\s*/, '')
    .replace(/\s*<\/svg>\s*$/, '')
    .replace(/\n\s*/g, '');
}
