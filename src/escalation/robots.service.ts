import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { isBlank, KEY, type LocalizedText } from '../platform/text/index.js';
import { type RobotAddress, RobotVendors } from './robot-vendors.js';

export interface RobotDraft extends RobotAddress {
  key: string;
  name: LocalizedText;
}

const URL_CONTEXT = 'robot.url';
const SECRET_CONTEXT = 'robot.secret';

@Injectable()
export class Robots {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly wakeups: Wakeups,
    private readonly vendors: RobotVendors,
  ) {}

  vendorKeys(): string[] {
    return this.vendors.keys;
  }

  /** The list never contains the addresses of the robots. */
  async list(): Promise<{ key: string; name: LocalizedText; vendor: string; signed: boolean }[]> {
    return this.database.rows(
      sql`select key, name, vendor, secret_cipher is not null as signed from robot order by id`,
    );
  }

  /** An empty `url` or `secret` stays as it was. Throws `Invalid` for a wrong field. */
  async save(draft: RobotDraft): Promise<void> {
    const { key, name, vendor, url, secret } = draft;
    const known = await this.database.maybe<{ vendor: string }>(
      sql`select vendor from robot where key = ${key}`,
    );
    this.check(draft, known?.vendor === vendor);
    const urlCipher = url === '' ? null : this.vault.encrypt(url, URL_CONTEXT);
    const secretCipher = secret === null || secret === '' ? null : this.vault.encrypt(secret, SECRET_CONTEXT);
    await this.database.run(sql`
      insert into robot (key, name, vendor, url_cipher, secret_cipher, created_at)
      values (${key}, ${JSON.stringify(name)}::jsonb, ${vendor}, coalesce(${urlCipher}, ''), ${secretCipher}, ${this.clock.now()})
      on conflict (key) do update
        set name = excluded.name, vendor = excluded.vendor, url_cipher = coalesce(${urlCipher}, robot.url_cipher),
            secret_cipher = case when ${secret === null} then null else coalesce(${secretCipher}, robot.secret_cipher) end`);
  }

  /**
   * Throws `Conflict` (`robot_in_use`) if a policy uses the robot. Alerts that it has not sent yet are shown
   * on the console.
   */
  async remove(key: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`lock table policy in share row exclusive mode`);
      await this.requireUnused(key);
      const robot = await this.database.maybe<{ id: string }>(
        sql`select id from robot where key = ${key} for update`,
      );
      if (!robot) throw new NotFound('robot_not_found');
      await this.handOver(robot.id);
      await this.database.run(sql`delete from robot where id = ${robot.id}`);
      this.wakeups.wake('escalations');
    });
  }

  async byKey(key: string): Promise<RobotAddress> {
    const row = await this.database.maybe<{ id: string }>(sql`select id from robot where key = ${key}`);
    if (!row) throw new NotFound('robot_not_found');
    return this.address(row.id);
  }

  async renew(): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.rows<{ id: string }>(sql`select id from robot order by id for update`);
      for (const { id } of rows) {
        const { url, secret } = await this.address(id);
        await this.database.run(sql`
          update robot set url_cipher = ${this.vault.encrypt(url, URL_CONTEXT)},
                 secret_cipher = ${secret === null ? null : this.vault.encrypt(secret, SECRET_CONTEXT)}
           where id = ${id}`);
      }
      return rows.length;
    });
  }

  async address(id: string): Promise<RobotAddress> {
    const row = await this.database.one<{ vendor: string; urlCipher: string; secretCipher: string | null }>(
      sql`select vendor, url_cipher, secret_cipher from robot where id = ${id}`,
    );
    const secret = row.secretCipher === null ? null : this.vault.decrypt(row.secretCipher, SECRET_CONTEXT);
    return { vendor: row.vendor, url: this.vault.decrypt(row.urlCipher, URL_CONTEXT), secret };
  }

  private async requireUnused(key: string): Promise<void> {
    const used = await this.database.rows<{ name: LocalizedText }>(sql`
      select name from policy where archived_at is null and ladder @> ${JSON.stringify([{ robot: key }])}::jsonb order by position, id`);
    if (used.length === 0) return;
    const policies = used.map(({ name }) => name);
    throw new Conflict('robot_in_use', { policies });
  }

  private async handOver(id: string): Promise<void> {
    await this.database.run(sql`
      insert into alert (escalation_id, ticket_id, kind, means, member_id, created_at, deliver_at, acknowledged_at, acknowledged_by)
      select escalation_id, ticket_id, kind, 'console', unnest(concerns), created_at, deliver_at, acknowledged_at, acknowledged_by
        from alert where robot_id = ${id} and state in ('planned', 'sending')
      on conflict do nothing`);
  }

  private check({ key, name, vendor, url }: RobotDraft, keeps: boolean): void {
    const known = this.vendors.find(vendor);
    const fits = (url === '' && keeps) || !known || known.accepts(url, this.config.demo);
    Invalid.check([
      [!KEY.test(key), 'key', 'bad_key'],
      [isBlank(name), 'name', 'required'],
      [!known, 'vendor', 'unknown'],
      [!fits, 'url', url === '' ? 'required' : 'not_of_vendor'],
    ]);
  }
}
