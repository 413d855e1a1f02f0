import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../platform/config/index.js';

/** The build (scripts/bundle.mjs) puts its files for browsers here, with compressed copies beside each. */
const FOLDER = join(root, 'dist/browser');
/** The files of the simulated phone belong to the sandbox. */
const OURS = /^(console|settings|plain|theme|favicon|icons)\.(js|css|svg)$/;

@Injectable()
export class Assets {
  private hashes = hashesOf(FOLDER);

  /**
   * This belongs in `style-src`, because Turbo puts the style of its progress bar into the page. The hash changes only
   * with the version of Turbo.
   */
  readonly turboStyleHash = 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps=';

  get links() {
    return {
      consoleScript: this.link('console.js'),
      consoleStyle: this.link('console.css'),
      settingsStyle: this.link('settings.css'),
      plainScript: this.link('plain.js'),
      plainStyle: this.link('plain.css'),
      theme: this.link('theme.js'),
      favicon: this.link('favicon.svg'),
      icons: this.link('icons.svg'),
    };
  }

  /** The file of all icons. */
  sprite(): string {
    return readFileSync(join(FOLDER, 'icons.svg'), 'utf8');
  }

  reread(): void {
    this.hashes = hashesOf(FOLDER);
  }

  locate(asked: string, file: string): { folder: string; current: boolean } | null {
    const hash = this.hashes.get(file.replace(/\.map$/, ''));
    return hash === undefined ? null : { folder: FOLDER, current: asked === hash };
  }

  private link(file: string): string {
    return `/assets/${this.hashes.get(file) ?? 'unbuilt'}/${file}`;
  }
}

function hashesOf(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => OURS.test(file));
  return new Map(files.map((file) => [file, hashOf(readFileSync(join(folder, file)))]));
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
