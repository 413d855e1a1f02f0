import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's root, from `src/` and from `dist/` alike. */
export const ROOT = join(import.meta.dirname, '../../..');

const STYLES = join(ROOT, 'src/web/assets');
const MODULES = join(ROOT, 'node_modules');

/** Folders the browser may read from, by the name in the address: /assets/<hash>/<name>/<file>. */
const FOLDERS = {
  client: join(ROOT, 'dist/web/client'),
  turbo: join(MODULES, '@hotwired/turbo/dist'),
  stimulus: join(MODULES, '@hotwired/stimulus/dist'),
  tabler: join(MODULES, '@tabler/core/dist/css'),
  font: join(MODULES, '@fontsource-variable/noto-sans-sc'),
  style: STYLES,
} as const;

export type AssetFolder = keyof typeof FOLDERS;

/** Order matters: later files may lean on earlier ones. */
const STYLESHEETS = [
  'tokens',
  'base',
  'frame',
  'alarms',
  'pieces',
  'forms',
  'clock',
  'ticket-row',
  'conversation',
  'composer',
  'timeline',
  'ticket',
  'refund',
  'workbench',
  'ticket-page',
  'inbox',
  'explanation',
  'tracking',
  'plain',
  'settings',
  'ledger',
  'channels',
  'triage',
  'menu',
  'self-test',
  'hours',
  'promises',
  'reports',
  'alerts',
  'oncall',
] as const;

/** What pages link to. Each address carries the hash of what it names, so that it may be cached for good. */
@Injectable()
export class Assets {
  private readonly hashes = folderHashes();
  readonly css = STYLESHEETS.map((name) => readFileSync(join(STYLES, `${name}.css`), 'utf8')).join('\n');
  readonly links = {
    tabler: this.link('tabler', 'tabler.min.css'),
    font: this.link('font', 'wght.css'),
    css: `/assets/${hash(this.css)}/style/huiyin.css`,
    favicon: this.link('style', 'favicon.svg'),
    theme: this.link('client', 'theme.js'),
    application: this.link('client', 'application.js'),
    importMap: JSON.stringify({
      imports: {
        '@hotwired/turbo': this.link('turbo', 'turbo.es2017-esm.js'),
        '@hotwired/stimulus': this.link('stimulus', 'stimulus.js'),
      },
    }),
  };
  /** For `script-src` of the content security policy: the import map is the only inline script. */
  readonly importMapHash = `sha256-${createHash('sha256').update(this.links.importMap).digest('base64')}`;

  /** For `style-src`: Turbo puts the style of its progress bar into the page, the same text for one version of Turbo. */
  readonly turboStyleHash = 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps=';

  private link(folder: AssetFolder, file: string): string {
    return `/assets/${this.hashes[folder]}/${folder}/${file}`;
  }

  /** Where a requested file lies, and whether its address is of this very content. */
  locate(
    folder: string,
    file: string,
    asked: string,
  ): { root: string; file: string; current: boolean } | null {
    if (!isFolder(folder) || !/^(\w[\w.-]*\/)*\w[\w.-]*\.(js|css|svg|woff2|map)$/.test(file)) return null;
    return { root: FOLDERS[folder], file, current: asked === this.hashes[folder] };
  }

  isCurrentStylesheet(asked: string): boolean {
    return this.links.css.includes(`/${asked}/`);
  }
}

function isFolder(name: string): name is AssetFolder {
  return Object.hasOwn(FOLDERS, name);
}

function folderHashes(): Record<AssetFolder, string> {
  return {
    client: folderHash(FOLDERS.client, /\.js$/),
    turbo: folderHash(FOLDERS.turbo, /esm\.js$/),
    stimulus: folderHash(FOLDERS.stimulus, /^stimulus\.js$/),
    tabler: folderHash(FOLDERS.tabler, /^tabler\.min\.css$/),
    font: folderHash(FOLDERS.font, /^(wght\.css|package\.json)$/),
    style: folderHash(FOLDERS.style, /\.svg$/),
  };
}

function folderHash(folder: string, wanted: RegExp): string {
  if (!existsSync(folder)) return 'unbuilt';
  const files = readdirSync(folder).filter((file) => wanted.test(file));
  return hash(...files.sort().flatMap((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function hash(...parts: string[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part).update('\0');
  return digest.digest('hex').slice(0, 12);
}
