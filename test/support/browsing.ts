import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { root } from '../../src/platform/config/index.js';
import { lendChineseFace } from './chinese-face.js';
import { openChromium } from './chromium.js';

const EVIDENCE = join(root, 'test-results');
const PATIENCE_MS = 15_000;
/** A page explains these refusals, so that they are no fault of the page. */
const EXPLAINED = /responded with a status of (409|422) /;

/** Opens browsers for several people before one program, and collects what the browsers complain about. */
export class Browsing {
  readonly complaints: string[] = [];
  private readonly pages = new Map<string, Page>();

  private constructor(
    private readonly browser: Browser,
    private readonly origin: string,
  ) {}

  static async open(origin: string): Promise<Browsing> {
    return new Browsing(await openChromium(), origin);
  }

  /** Opens a browser for another person, which shares nothing with the others. */
  async page(person: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.origin,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    await lendChineseFace(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => this.listen(person, message));
    page.on('pageerror', (error) => this.complaints.push(`${person}: ${String(error)}`));
    this.pages.set(person, page);
    return page;
  }

  /** Keeps the pages of all people below test-results when a test failed. */
  async keepEvidence(test: string): Promise<void> {
    mkdirSync(EVIDENCE, { recursive: true });
    for (const [person, page] of this.pages) {
      const file = join(EVIDENCE, `${test} ${person}`.replace(/[^\p{L}\p{N}]+/gu, '-'));
      await page.screenshot({ path: `${file}.png`, fullPage: true });
      writeFileSync(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content()}`);
    }
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** A violation of the content security policy is reported as an error of the console too. */
  private listen(person: string, message: ConsoleMessage): void {
    if (message.type() !== 'error' || EXPLAINED.test(message.text())) return;
    this.complaints.push(`${person} at ${message.location().url}: ${message.text()}`);
  }
}
