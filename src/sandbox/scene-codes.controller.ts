import { Body, Controller, HttpCode, Post, Query, UseFilters } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { readJson, text } from './platform-calls.service.js';
import { Quotas } from './quotas.service.js';
import { RefusalFilter } from './refusal.filter.js';
import { WechatRefusal } from './wechat-refusal.js';

const LONGEST_SCENE = 64;

@Controller('sandbox/wechat/cgi-bin/qrcode')
@UseFilters(RefusalFilter)
export class SceneCodesController {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly config: Config,
    private readonly quotas: Quotas,
  ) {}

  @Post('create')
  @HttpCode(200)
  async create(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    await this.quotas.spend(await this.tokens.appOf(token), 'qrcode/create');
    const asked = readJson(body);
    const scene = sceneIn(asked);
    const known = text(asked, 'action_name') === 'QR_STR_SCENE';
    if (!known || scene === '' || scene.length > LONGEST_SCENE) throw new WechatRefusal(47001);
    const url = `${this.config.publicUrl}/sandbox?scan=${encodeURIComponent(scene)}`;
    const ticket = `gQ${Buffer.from(scene).toString('base64url')}`;
    return { ticket, expire_seconds: asked['expire_seconds'], url };
  }
}

function sceneIn(asked: Record<string, unknown>): string {
  const { scene } = (asked['action_info'] ?? {}) as { scene?: { scene_str?: unknown } };
  return typeof scene?.scene_str === 'string' ? scene.scene_str : '';
}
