import type { Request } from 'express';
import type { Assets } from './assets.js';
import { takeFlash, type Flash } from './flash.js';
import { preferencesOf, type Preferences } from './preferences.js';
import type { Moment } from './time.helpers.js';
import { spell } from '../client/duration.js';
import type { Hold } from '../../platform/held/index.js';
import type { Words } from '../../platform/words/index.js';

export interface Reader {
  id: string;
  name: string;
  /** By this name customers know the member. */
  alias?: string;
  role: string;
  language?: string;
}

export type PageRequest = Pick<Request, 'query' | 'headers' | 'originalUrl'> & {
  member?: Reader;
  session?: object;
  csrfToken?: () => string;
};

export type ShopTime = Pick<Moment, 'now' | 'zone'>;

export interface PageView extends Moment, Preferences {
  reader: Reader | undefined;
  readonly csrfToken: string;
  url: string;
  path: string;
  section: string;
  flash: Flash | undefined;
  /** Every page says that the installation is held. */
  held: Hold | null;
  assets: Assets['links'];
  /** The file of icons that the page refers to; a page for one visit carries its few icons itself. */
  sprite: string | null;
  knows(key: string): boolean;
  span(milliseconds: number): string;
}

export function pageView(request: PageRequest, moment: ShopTime, words: Words, assets: Assets): PageView {
  const { language, theme } = preferencesOf(request);
  const path = request.originalUrl.split('?')[0] ?? '/';
  return {
    language,
    theme,
    ...moment,
    reader: request.member,
    // Reading the token sets a cookie, so only pages with a form read it.
    get csrfToken() {
      return request.csrfToken?.() ?? '';
    },
    url: request.originalUrl,
    path,
    section: path.split('/')[1] ?? '',
    flash: takeFlash(request),
    held: null,
    assets: assets.links,
    sprite: assets.links.icons,
    t: words.in(language),
    knows: words.has,
    span: (milliseconds) => spell(milliseconds, language),
  };
}
