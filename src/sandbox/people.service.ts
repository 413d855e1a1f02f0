import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { NotFound } from '../platform/http/index.js';
import type { Person, SandboxAccount, SandboxPerson } from './account.js';
import { WechatRefusal } from './wechat-refusal.js';

@Injectable()
export class People {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async install(account: SandboxAccount, people: SandboxPerson[]): Promise<void> {
    await this.database.transaction(async () => {
      await this.saveAccount(account);
      await this.database.run(sql`
        insert into sandbox.person (openid, app_id, name, language, followed, followed_at, position)
        select openid, ${account.appId}, name, language, coalesce(followed, true), coalesce(followed_at, ${this.clock.now()}), position
          from jsonb_to_recordset(${JSON.stringify(people.map(personRow))}::jsonb)
            as given (openid text, name text, language text, followed boolean, followed_at timestamptz, position integer)
        on conflict (openid) do update
          set name = excluded.name, language = excluded.language, position = excluded.position`);
    });
  }

  async account(appId: string): Promise<SandboxAccount> {
    return this.database.one<SandboxAccount>(sql`select * from sandbox.account where app_id = ${appId}`);
  }

  async find(openid: string): Promise<Person> {
    const person = await this.database.maybe<Person>(
      sql`select * from sandbox.person where openid = ${openid}`,
    );
    if (!person) throw new NotFound('person_unknown');
    return person;
  }

  /** Locks the person, so that sends to one person take turns. Refuses with 40003. */
  async receiver(appId: string, openid: string): Promise<Person> {
    const person = await this.database.maybe<Person>(
      sql`select * from sandbox.person where openid = ${openid} and app_id = ${appId} for update`,
    );
    if (!person) throw new WechatRefusal(40003);
    return person;
  }

  async setFollowed(openid: string, followed: boolean): Promise<boolean> {
    const changed = await this.database.run(
      sql`
      update sandbox.person set followed = ${followed}, followed_at = ${this.clock.now()}
       where openid = ${openid} and followed <> ${followed}`,
    );
    return changed > 0;
  }

  async setScene(openid: string, scene: string): Promise<void> {
    await this.database.run(sql`update sandbox.person set scene = ${scene} where openid = ${openid}`);
  }

  async setBlocked(openid: string, blocked: boolean): Promise<void> {
    await this.database.run(sql`update sandbox.person set blocked = ${blocked} where openid = ${openid}`);
  }

  async setTyping(openid: string, until: Date | null): Promise<void> {
    await this.database.run(sql`update sandbox.person set typing_until = ${until} where openid = ${openid}`);
  }

  /** An existing account keeps its menu, because the business may have published another. */
  private async saveAccount(account: SandboxAccount): Promise<void> {
    const { appId, originalId, name, appSecret, token, aesKey, mode, callbackUrl } = account;
    await this.database.run(sql`
      insert into sandbox.account
        (app_id, original_id, name, app_secret, token, aes_key, mode, callback_url, menu, templates)
      values (${appId}, ${originalId}, ${name}, ${appSecret}, ${token}, ${aesKey}, ${mode}, ${callbackUrl},
              ${JSON.stringify(account.menu)}, ${JSON.stringify(account.templates)})
      on conflict (app_id) do update
        set original_id = excluded.original_id, name = excluded.name, app_secret = excluded.app_secret,
            token = excluded.token, aes_key = excluded.aes_key, mode = excluded.mode,
            callback_url = excluded.callback_url, templates = excluded.templates`);
  }
}

function personRow({ followedAt, ...person }: SandboxPerson, position: number): object {
  return { ...person, position, followed_at: followedAt };
}
