import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Person } from './account.js';
import { People } from './people.service.js';
import { type Json, text } from './platform-calls.service.js';
import { Tags } from './tags.service.js';
import { WechatRefusal } from './wechat-refusal.js';
import { isRecord } from './wire/wire-xml.js';

const PAGE = 10_000;
const MOST_AT_ONCE = 100;
const REMARK_CHARACTERS = 30;

/** WeChat has given no nickname and no avatar since 2021-12-27. */
@Injectable()
export class UserCalls {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly tags: Tags,
  ) {}

  async info(appId: string, openid: string): Promise<object> {
    return this.told(await this.people.receiver(appId, openid));
  }

  /** Answers for up to a hundred people; refuses more with 40032. */
  async several(appId: string, request: Json): Promise<object> {
    const asked = Array.isArray(request.user_list) ? request.user_list.filter(isRecord) : [];
    if (asked.length === 0 || asked.length > MOST_AT_ONCE) throw new WechatRefusal(40032);
    const told: object[] = [];
    for (const one of asked) told.push(await this.info(appId, text(one, 'openid')));
    return { user_info_list: told };
  }

  async followers(appId: string, after: string): Promise<object> {
    const rows = await this.database.rows<{ openid: string }>(sql`
      select openid from sandbox.person where app_id = ${appId} and followed and openid > ${after}
       order by openid limit ${PAGE}`);
    const { total } = await this.database.one<{ total: number }>(
      sql`select count(*)::int total from sandbox.person where app_id = ${appId} and followed`,
    );
    const openid = rows.map((row) => row.openid);
    const data = openid.length > 0 ? { data: { openid } } : {};
    return { total, count: openid.length, ...data, next_openid: openid.at(-1) ?? '' };
  }

  async remark(appId: string, request: Json): Promise<object> {
    const person = await this.people.receiver(appId, text(request, 'openid'));
    const remark = text(request, 'remark');
    if ([...remark].length > REMARK_CHARACTERS) throw new WechatRefusal(45158);
    await this.database.run(
      sql`update sandbox.person set remark = ${remark} where openid = ${person.openid}`,
    );
    return {};
  }

  async tagsOf(appId: string, request: Json): Promise<object> {
    const person = await this.people.receiver(appId, text(request, 'openid'));
    return { tagid_list: await this.tags.of(person.openid) };
  }

  private async told(person: Person): Promise<object> {
    const { openid, followed, followedAt, remark, scene } = person;
    if (!followed) return { subscribe: 0, openid };
    const tagids = await this.tags.of(openid);
    return {
      subscribe: 1,
      openid,
      language: '',
      subscribe_time: Math.floor(followedAt.getTime() / 1000),
      remark,
      groupid: tagids[0] ?? 0,
      tagid_list: tagids,
      subscribe_scene: scene ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
      qr_scene: 0,
      qr_scene_str: scene,
    };
  }
}
