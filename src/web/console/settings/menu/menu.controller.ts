import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type Sent, textOf } from '../../typed.js';
import type { MemberRequest } from '../../workbench.service.js';
import { MenuPage } from './menu-page.service.js';
import { whoMay } from '../sections.js';

@Controller('settings/channels/:key/menu')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('channels'))
export class MenuController {
  constructor(private readonly page: MenuPage) {}

  @Get()
  show(@Req() request: MemberRequest, @Param('key') key: string): Promise<string> {
    return this.page.draw(request, key);
  }

  /** `then=publish`: at once. */
  @Post()
  async save(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('key') key: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const publish = textOf(sent, 'then') === 'publish';
    const refused = await this.page.save(key, sent);
    if (refused) {
      response.status(422).send(await this.page.draw(request, key, refused));
      return;
    }
    const done = !publish || (await this.page.publish(request, key));
    if (done) flash(request, 'done', publish ? 'menu.published' : 'menu.saved');
    response.redirect(303, `/settings/channels/${encodeURIComponent(key)}/menu`);
  }
}
