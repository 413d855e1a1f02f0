import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { WechatMenus } from '../../../../channels/wechat-official/index.js';
import { MenuAnswers } from '../../../../notifications/index.js';
import { Database } from '../../../../platform/database/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { done, Form, FormsOf, type Led, textAt, type Typed, Values } from '../../../forms/index.js';
import { type MemberRequest, readerOf } from '../../workbench.service.js';
import { ChannelQueries } from '../accounts/channels.queries.js';
import { whoMay } from '../sections.js';
import { menuIn } from './menu-form.js';
import { MenuPage } from './menu-page.service.js';

@Controller('settings/channels/:key/menu')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
@FormsOf(MenuPage)
export class MenuController {
  constructor(
    private readonly page: MenuPage,
    private readonly channels: ChannelQueries,
    private readonly menus: WechatMenus,
    private readonly answers: MenuAnswers,
    private readonly database: Database,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  /** `then=publish` publishes at once. If WeChat refuses the menu, the page shows why. */
  @Form('', 'menu_save')
  async save(@Req() request: MemberRequest, @Param('key') key: string, @Values() typed: Typed): Promise<Led> {
    const { id } = await this.channels.official(key);
    const { draft, answers } = menuIn(typed);
    await this.database.transaction(async () => {
      await this.menus.save(id, draft);
      await this.answers.replace(id, Object.fromEntries(answers));
    });
    if (textAt(typed, 'then') !== 'publish') return done({});
    const problem = await this.menus.publish(id, readerOf(request));
    return done({ told: problem === null ? 'done.menu_publish' : null });
  }
}
