import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { Clock } from '../../platform/clock/index.js';
import { Config, root } from '../../platform/config/index.js';
import { Held } from '../../platform/held/index.js';
import { Assets } from './assets.js';
import { helpers } from './helpers.js';
import { readIcons } from './icons.js';
import { pageView, type PageRequest } from './page-view.js';
import { type Speech, speechOf } from './speech.js';
import { readTemplates, type Templates } from './templates.js';
import type { Language } from '../../platform/text/index.js';
import { readWords, type Speaker, speakerOf, type Words } from '../../platform/words/index.js';

const TEMPLATES = join(root, 'templates');

export interface PageModel {
  /** Without a title, the browser's tab shows the locale's `title.<page>`. */
  title?: string;
  layout?: 'console' | 'plain';
}

@Injectable()
export class ViewService {
  private templates: Templates;
  private words: Words;

  constructor(
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly assets: Assets,
    private readonly held: Held,
  ) {
    this.templates = this.readTemplates();
    this.words = readWords(TEMPLATES);
  }

  render(request: PageRequest, page: string, model: PageModel & Record<string, unknown>): string {
    if (this.config.logLevel === 'debug') this.reread();
    const moment = { now: this.clock.now(), zone: this.clock.zone };
    const view = pageView(request, moment, this.words, this.assets);
    const layout = model.layout ?? (page.startsWith('console/') ? 'console' : 'plain');
    view.held = this.held.latest;
    if (layout === 'plain') view.sprite = null;
    const data = { view };
    const body = this.templates.page(page)(model, { data });
    const title = model.title ?? view.t(`title.${page}`);
    return this.templates.page(`layouts/${layout}`)({ ...model, title, body }, { data });
  }

  speech(request: Pick<PageRequest, 'query' | 'headers'>): Speech {
    return speechOf(request, this.words, this.clock.zone);
  }

  speaker(language: Language): Speaker {
    return speakerOf(this.words, language);
  }

  private readTemplates(): Templates {
    return readTemplates(TEMPLATES, helpers(readIcons(this.assets.sprite())));
  }

  private reread(): void {
    this.assets.reread();
    this.templates = this.readTemplates();
    this.words = readWords(TEMPLATES);
  }
}
