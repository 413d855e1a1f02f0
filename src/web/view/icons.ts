import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Icons = (name: string) => string;

export function readIcons(folder: string): Icons {
  const known = new Map<string, string>();
  return (name) => {
    const drawn = known.get(name) ?? draw(folder, name);
    known.set(name, drawn);
    return drawn;
  };
}

function draw(folder: string, name: string): string {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`no icon is named ${name}`);
  const file = readFileSync(join(folder, `${name}.svg`), 'utf8');
  const shape = file.replace(/^<svg[^>]*>\s*/, '').replace(/\s*<\/svg>\s*$/, '');
  return `<svg class="icon icon-${name}" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${shape}</svg>`;
}
