import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../platform/config/index.js';

/** What the build makes for browsers (scripts/bundle.mjs), each file with compressed copies beside it. */
const FOLDER = join(root, 'dist/browser');
/** The phone's files are the sandbox's. */
const OURS = /^(console|plain|theme|favicon)\.(js|css|svg)$/;

/** What pages link to. Each address carries the hash of what it names, so that it may be cached for good. */
@Injectable()
export class Assets {
  private hashes = hashesOf(FOLDER);

  /** For `style-src`: Turbo puts the style of its progress bar into the page, the same text for one version of Turbo. */
  readonly turboStyleHash = 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps=';

  get links() {
    return {
      consoleScript: this.link('console.js'),
      consoleStyle: this.link('console.css'),
      plainScript: this.link('plain.js'),
      plainStyle: this.link('plain.css'),
      theme: this.link('theme.js'),
      favicon: this.link('favicon.svg'),
    };
  }

  /** While developing, the files change under the running program. */
  reread(): void {
    this.hashes = hashesOf(FOLDER);
  }

  /** Where a requested file lies, and whether its address is of this very content. */
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
