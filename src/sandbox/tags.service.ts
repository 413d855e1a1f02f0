import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { type Json, object, text } from './platform-calls.service.js';
import { WechatRefusal } from './wechat-refusal.js';

const FIRST_ID = 100;
const MOST_TAGS = 100;
const NAME_BYTES = 30;
const MOST_PEOPLE = 50;
const MOST_PER_PERSON = 20;
/** WeChat reserves the first ids for star friends and the blacklist. */
const OWN_IDS = 2;

/** An account has at most a hundred tags, and a person at most twenty. */
@Injectable()
export class Tags {
  constructor(private readonly database: Database) {}

  async create(appId: string, request: Json): Promise<object> {
    const name = nameOf(request);
    const made = await this.database.maybe<{ id: number }>(sql`
      insert into sandbox.tag (app_id, id, name)
      select ${appId}, coalesce(max(id) + 1, ${FIRST_ID}), ${name} from sandbox.tag where app_id = ${appId}
      having count(*) < ${MOST_TAGS}
      on conflict (app_id, name) do nothing returning id`);
    if (!made) throw new WechatRefusal((await this.named(appId, name)) ? 45157 : 45056);
    return { tag: { id: made.id, name } };
  }

  async list(appId: string): Promise<object> {
    const tags = await this.database.rows(sql`
      select id, name, (select count(*)::int from sandbox.tagging g where g.app_id = t.app_id and g.tag_id = t.id) count
        from sandbox.tag t where app_id = ${appId} order by id`);
    return { tags };
  }

  async rename(appId: string, request: Json): Promise<object> {
    const name = nameOf(request);
    const id = idOf(object(request, 'tag').id);
    const other = await this.named(appId, name);
    if (other !== undefined && other !== id) throw new WechatRefusal(45157);
    const done = await this.database.run(
      sql`update sandbox.tag set name = ${name} where app_id = ${appId} and id = ${id}`,
    );
    if (done === 0) throw new WechatRefusal(45159);
    return {};
  }

  async delete(appId: string, request: Json): Promise<object> {
    const id = idOf(object(request, 'tag').id);
    const done = await this.database.run(sql`delete from sandbox.tag where app_id = ${appId} and id = ${id}`);
    if (done === 0) throw new WechatRefusal(45159);
    return {};
  }

  async tag(appId: string, request: Json): Promise<object> {
    const { id, openids } = await this.membersOf(appId, request);
    await this.database.run(sql`
      insert into sandbox.tagging (app_id, tag_id, openid)
      select ${appId}, ${id}, openid from unnest(${openids}::text[]) openid on conflict do nothing`);
    const many = await this.database.maybe(sql`
      select 1 from sandbox.tagging where openid = any(${openids}::text[])
       group by openid having count(*) > ${MOST_PER_PERSON} limit 1`);
    if (many) throw new WechatRefusal(45059);
    return {};
  }

  async untag(appId: string, request: Json): Promise<object> {
    const { id, openids } = await this.membersOf(appId, request);
    await this.database.run(sql`
      delete from sandbox.tagging
       where app_id = ${appId} and tag_id = ${id} and openid = any(${openids}::text[])`);
    return {};
  }

  async of(openid: string): Promise<number[]> {
    const rows = await this.database.rows<{ tagId: number }>(
      sql`select tag_id from sandbox.tagging where openid = ${openid} order by tag_id`,
    );
    return rows.map(({ tagId }) => tagId);
  }

  private async membersOf(appId: string, request: Json): Promise<{ id: number; openids: string[] }> {
    const given: unknown = request.openid_list;
    const openids = Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];
    if (openids.length === 0 || openids.length > MOST_PEOPLE) throw new WechatRefusal(40032);
    const id = idOf(request.tagid);
    const { tag, strangers } = await this.database.one<{ tag: boolean; strangers: number }>(sql`
      select exists (select 1 from sandbox.tag where app_id = ${appId} and id = ${id}) tag,
             (select count(*)::int from unnest(${openids}::text[]) one
               where not exists (select 1 from sandbox.person where openid = one and app_id = ${appId})) strangers`);
    if (!tag) throw new WechatRefusal(45159);
    if (strangers > 0) throw new WechatRefusal(40003);
    return { id, openids };
  }

  private async named(appId: string, name: string): Promise<number | undefined> {
    const row = await this.database.maybe<{ id: number }>(
      sql`select id from sandbox.tag where app_id = ${appId} and name = ${name}`,
    );
    return row?.id;
  }
}

function nameOf(request: Json): string {
  const name = text(object(request, 'tag'), 'name');
  if (name === '' || Buffer.byteLength(name) > NAME_BYTES) throw new WechatRefusal(45158);
  return name;
}

function idOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new WechatRefusal(45159);
  if (value >= 0 && value <= OWN_IDS) throw new WechatRefusal(45058);
  return value;
}
