import { Injectable } from '@nestjs/common';
import { MENU_ACTS, WechatMenus } from '../../../../channels/wechat-official/index.js';
import { MenuAnswers } from '../../../../notifications/index.js';
import { explainReason } from '../../../../platform/words/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { ChannelQueries } from '../accounts/channels.queries.js';
import { menuIn, slotsOf } from './menu-form.js';

@Injectable()
export class MenuPage implements FormPage {
  constructor(
    private readonly channels: ChannelQueries,
    private readonly menus: WechatMenus,
    private readonly answers: MenuAnswers,
    private readonly workbench: Workbench,
  ) {}

  home({ params }: MemberRequest): string {
    return `/settings/channels/${encodeURIComponent(params.key as string)}/menu`;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const account = await this.channels.official(request.params.key as string);
    const speech = this.workbench.speech(request);
    const { t } = speech;
    const [menu, answers, taps] = await Promise.all([
      this.menus.of(account.id),
      this.answers.of(account.id),
      this.answers.taps(account.id),
    ]);
    const written = refused ? menuIn(refused.values) : { draft: menu.draft, answers };
    return this.workbench.render(request, 'console/settings/menu', {
      title: `${t('menu.title')} · ${account.name}`,
      account,
      menu,
      problem: menu.problem && explainReason(menu.problem, speech),
      columns: slotsOf(written, taps),
      shown: menu.draft.map(({ items, ...column }) => ({ ...column, items: [...items].reverse() })),
      refused,
      errors: refused?.errors ?? {},
      acts: MENU_ACTS.map((value) => ({ value, label: t(`menu.does.${value}`) })),
    });
  }
}
