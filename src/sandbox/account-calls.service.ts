import { Injectable } from '@nestjs/common';
import { AccessTokens } from './access-tokens.service.js';
import { type Medium, Media } from './media.service.js';
import { People } from './people.service.js';
import { readJson, text } from './platform-calls.service.js';
import { WechatRefusal } from './wechat-refusal.js';

/** The calls that send nothing: tokens, media, who somebody is. All refuse with WechatRefusal. */
@Injectable()
export class AccountCalls {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly shelf: Media,
    private readonly people: People,
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
    if (type !== 'image') throw new WechatRefusal(40004);
    const { mediaId, createdAt } = await this.shelf.keep(appId, bytes);
    return { type, media_id: mediaId, created_at: seconds(createdAt) };
  }

  async media(token: string, mediaId: string): Promise<Medium> {
    return this.shelf.fetch(await this.tokens.appOf(token), mediaId);
  }

  /** No nickname and no avatar: WeChat gives none since 2021-12-27. */
  async userInfo(token: string, openid: string): Promise<object> {
    const person = await this.people.receiver(await this.tokens.appOf(token), openid);
    if (!person.followed) return { subscribe: 0, openid };
    return {
      subscribe: 1,
      openid,
      language: '',
      subscribe_time: seconds(person.followedAt),
      remark: '',
      groupid: 0,
      tagid_list: [],
      subscribe_scene: 'ADD_SCENE_SEARCH',
      qr_scene: 0,
      qr_scene_str: '',
    };
  }
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
