import { Body, Controller, Get, HttpCode, Post, Query, UseFilters } from '@nestjs/common';
import { type Json, PlatformCalls } from './platform-calls.service.js';
import { RefusalFilter } from './refusal.filter.js';
import { Tags } from './tags.service.js';
import { UserCalls } from './user-calls.service.js';

@Controller('sandbox/wechat/cgi-bin')
@UseFilters(RefusalFilter)
export class WechatUsersController {
  constructor(
    private readonly calls: PlatformCalls,
    private readonly users: UserCalls,
    private readonly tags: Tags,
  ) {}

  @Get('user/info')
  info(@Query('access_token') token: string, @Query('openid') openid = ''): Promise<object> {
    return this.calls.answer({ api: 'user/info', token }, (app) => this.users.info(app, openid));
  }

  @Get('user/get')
  followers(@Query('access_token') token: string, @Query('next_openid') after = ''): Promise<object> {
    return this.calls.answer({ api: 'user/get', token }, (app) => this.users.followers(app, after));
  }

  @Post('user/info/batchget')
  @HttpCode(200)
  several(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('user/info/batchget', { token, body }, (app, sent) => this.users.several(app, sent));
  }

  @Post('user/info/updateremark')
  @HttpCode(200)
  remark(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('user/info/updateremark', { token, body }, (app, sent) =>
      this.users.remark(app, sent),
    );
  }

  @Get('tags/get')
  list(@Query('access_token') token: string): Promise<object> {
    return this.calls.answer({ api: 'tags/get', token }, (app) => this.tags.list(app));
  }

  @Post('tags/create')
  @HttpCode(200)
  create(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('tags/create', { token, body }, (app, sent) => this.tags.create(app, sent));
  }

  @Post('tags/update')
  @HttpCode(200)
  rename(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('tags/update', { token, body }, (app, sent) => this.tags.rename(app, sent));
  }

  @Post('tags/delete')
  @HttpCode(200)
  delete(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('tags/delete', { token, body }, (app, sent) => this.tags.delete(app, sent));
  }

  @Post('tags/members/batchtagging')
  @HttpCode(200)
  tag(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('tags/tagging', { token, body }, (app, sent) => this.tags.tag(app, sent));
  }

  @Post('tags/members/batchuntagging')
  @HttpCode(200)
  untag(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('tags/untagging', { token, body }, (app, sent) => this.tags.untag(app, sent));
  }

  @Post('tags/getidlist')
  @HttpCode(200)
  tagsOf(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.posted('tags/getidlist', { token, body }, (app, sent) => this.users.tagsOf(app, sent));
  }

  private posted(
    api: string,
    { token, body }: { token: string; body: string },
    work: (appId: string, sent: Json) => Promise<object>,
  ): Promise<object> {
    return this.calls.answer({ api, token, body }, work);
  }
}
