import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { AccessTokens } from './access-tokens.service.js';
import type { ApprovedTemplate } from './account.js';
import { type Medium, Media } from './media.service.js';
import { People } from './people.service.js';
import { readJson, text } from './platform-calls.service.js';
import { Quotas } from './quotas.service.js';
import { WechatRefusal } from './wechat-refusal.js';

@Injectable()
export class AccountCalls {
  constructor(
    private readonly config: Config,
    private readonly tokens: AccessTokens,
    private readonly shelf: Media,
    private readonly people: People,
    private readonly quotas: Quotas,
  ) {}

  async stableToken(body: string): Promise<object> {
    const asked = readJson(body);
    if (text(asked, 'grant_type') !== 'client_credential') throw new WechatRefusal(40002);
    return this.tokens.stable(text(asked, 'appid'), text(asked, 'secret'), asked.force_refresh === true);
  }

  async token(appId: string, secret: string): Promise<object> {
    return this.tokens.plain(appId, secret);
  }

  async upload(token: string, type: string, bytes: Buffer | undefined): Promise<object> {
    const appId = await this.tokens.appOf(token);
    await this.quotas.spend(appId, 'media/upload');
    const { mediaId, createdAt } = await this.shelf.keep(appId, type, bytes);
    const id = type === 'thumb' ? { thumb_media_id: mediaId } : { media_id: mediaId };
    return { type, ...id, created_at: Math.floor(createdAt.getTime() / 1000) };
  }

  /** Returns only the address of a video, as WeChat does. */
  async media(token: string, mediaId: string): Promise<Medium | { video_url: string }> {
    const appId = await this.tokens.appOf(token);
    await this.quotas.spend(appId, 'media/get');
    const medium = await this.shelf.fetch(appId, mediaId);
    const address = `${this.config.publicUrl}/sandbox/media/${medium.mediaId}`;
    return medium.kind === 'video' ? { video_url: address } : medium;
  }

  /** WeChat pushes from and is called at the same address, because the stand-in is one machine. */
  addresses(): Promise<{ ip_list: string[] }> {
    return Promise.resolve({ ip_list: ['127.0.0.1'] });
  }

  async templates(appId: string): Promise<object> {
    const listed = await this.approved(appId, 'template');
    return { template_list: listed.map((one) => ({ template_id: one.id, ...shownAt(one) })) };
  }

  /** Each template is a one-time subscription (type 2), with a line break after every field. */
  async subscriptionTemplates(appId: string): Promise<object> {
    const listed = await this.approved(appId, 'subscription');
    return {
      data: listed.map((one) => {
        const { title, content } = shownAt(one);
        return { priTmplId: one.id, title, content: `${content}\n`, example: '', type: 2 };
      }),
    };
  }

  private async approved(appId: string, wanted: ApprovedTemplate['kind']): Promise<ApprovedTemplate[]> {
    const { templates } = await this.people.account(appId);
    return templates.filter(({ kind = 'template' }) => kind === wanted);
  }
}

function shownAt({ title, fields }: ApprovedTemplate): { title: string; content: string } {
  const lines = fields.map(({ key, label }) => `${label['zh-CN'] ?? ''}:{{${key}.DATA}}`);
  return { title: title['zh-CN'] ?? '', content: lines.join('\n') };
}
