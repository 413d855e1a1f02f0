import { Injectable } from '@nestjs/common';
import { explainReason, MENU_ACTS, WechatMenus } from '../../../../channels/wechat-official/index.js';
import { MenuAnswers } from '../../../../notifications/index.js';
import { Database } from '../../../../platform/database/index.js';
import { AppError } from '../../../../platform/http/index.js';
import type { Sent } from '../../typed.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { ChannelQueries } from '../accounts/channels.queries.js';
import { menuIn, slotsOf, typedSlots } from './menu-form.js';

interface Refused {
  sent: Sent;
  /** Codes of `problem.*` by field. */
  errors: Record<string, string>;
}

/** The menu of an official account: written, looked at, published. */
@Injectable()
export class MenuPage {
  constructor(
    private readonly channels: ChannelQueries,
    private readonly menus: WechatMenus,
    private readonly answers: MenuAnswers,
    private readonly database: Database,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, key: string, refused?: Refused): Promise<string> {
    const account = await this.channels.official(key);
    const { t, language } = this.workbench.speech(request);
    const [menu, answers, taps] = await Promise.all([
      this.menus.of(account.id),
      this.answers.of(account.id),
      this.answers.taps(account.id),
    ]);
    return this.workbench.render(request, 'console/settings/menu', {
      title: `${t('menu.title')} · ${account.name}`,
      account,
      menu,
      problem: menu.problem && explainReason(menu.problem, language),
      columns: refused ? typedSlots(refused.sent) : slotsOf(menu.draft, answers, taps),
      shown: menu.draft.map(({ items, ...column }) => ({ ...column, items: [...items].reverse() })),
      errors: refused?.errors ?? {},
      acts: MENU_ACTS.map((value) => ({ value, label: t(`menu.does.${value}`) })),
    });
  }

  /** Undefined when done, else what is wrong with it. */
  async save(key: string, sent: Sent): Promise<Refused | undefined> {
    const { id } = await this.channels.official(key);
    const { draft, answers, fieldOf } = menuIn(sent);
    try {
      await this.database.transaction(async () => {
        await this.menus.save(id, draft);
        await this.answers.replace(id, answers);
      });
    } catch (error) {
      return { sent, errors: placed(error, fieldOf) };
    }
    return undefined;
  }

  /** Whether WeChat took it. */
  async publish(request: MemberRequest, key: string): Promise<boolean> {
    const { id } = await this.channels.official(key);
    return (await this.menus.publish(id, readerOf(request))) === null;
  }
}

/** The draft's places as fields of the form; an answer too long is told by its key, and said over the form. */
function placed(error: unknown, fieldOf: Map<string, string>): Record<string, string> {
  if (!(error instanceof AppError) || !error.details.fields) throw error;
  const codes = Object.entries(error.details.fields as Record<string, string>);
  return Object.fromEntries(
    codes.map(([place, code]) => {
      const dot = place.lastIndexOf('.');
      const field = fieldOf.get(place.slice(0, dot)) ?? (place.slice(0, dot) || '0');
      return code === 'menu_answer_long' ? ['whole', code] : [`${field}${place.slice(dot)}`, code];
    }),
  );
}
