import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import type { Name } from './defaults.js';
import { isRobotUrl, type RobotAddress, type Vendor, VENDORS } from './robot-wire.js';

export interface RobotDraft extends RobotAddress {
  key: string;
  name: Name;
}

const KEY = /^[a-z][a-z0-9_-]{0,40}$/;

const URL_CONTEXT = 'robot.url';
const SECRET_CONTEXT = 'robot.secret';

/** Group robots of WeCom, Feishu and DingTalk: into which groups the ladder may speak. */
@Injectable()
export class Robots {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Never with their addresses. */
  async list(): Promise<{ key: string; name: Name; vendor: Vendor; signed: boolean }[]> {
    return this.database.rows(
      sql`select key, name, vendor, secret_cipher is not null as signed from robot order by id`,
    );
  }

  /** Throws Invalid (`invalid_robot`) with `details.fields`. */
  async save({ key, name, vendor, url, secret }: RobotDraft): Promise<void> {
    const checks: [boolean, string, string][] = [
      [!KEY.test(key), 'key', 'bad_key'],
      [!VENDORS.includes(vendor), 'vendor', 'unknown_vendor'],
      [VENDORS.includes(vendor) && !isRobotUrl(vendor, url, this.config.demo), 'url', 'not_of_vendor'],
    ];
    const fields = Object.fromEntries(
      checks.filter(([wrong]) => wrong).map(([, field, fault]) => [field, fault]),
    );
    if (Object.keys(fields).length > 0)
      throw new Invalid('invalid_robot', 'The robot cannot be kept', { fields });
    await this.database.run(sql`
      insert into robot (key, name, vendor, url_cipher, secret_cipher, created_at)
      values (${key}, ${JSON.stringify(name)}::jsonb, ${vendor}, ${this.vault.encrypt(url, URL_CONTEXT)},
              ${secret === null ? null : this.vault.encrypt(secret, SECRET_CONTEXT)}, ${this.clock.now()})
      on conflict (key) do update
        set name = excluded.name, vendor = excluded.vendor, url_cipher = excluded.url_cipher,
            secret_cipher = excluded.secret_cipher`);
  }

  /** Encrypts every address anew with the first key. Returns how many. */
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
    const row = await this.database.one<{ vendor: Vendor; urlCipher: string; secretCipher: string | null }>(
      sql`select vendor, url_cipher, secret_cipher from robot where id = ${id}`,
    );
    const secret = row.secretCipher === null ? null : this.vault.decrypt(row.secretCipher, SECRET_CONTEXT);
    return { vendor: row.vendor, url: this.vault.decrypt(row.urlCipher, URL_CONTEXT), secret };
  }
}
