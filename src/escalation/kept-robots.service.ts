import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { type CipherColumns, renewCiphers, Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { LocalizedText } from '../platform/text/index.js';
import type { RobotAddress } from './robot-vendors.js';

export interface RobotDraft extends RobotAddress {
  key: string;
  name: LocalizedText;
}

export interface KeptRobot extends RobotAddress {
  id: string;
  name: LocalizedText;
}

const URL_CONTEXT = 'robot.url';
const SECRET_CONTEXT = 'robot.secret';
const CIPHERS: CipherColumns = {
  table: 'robot',
  id: 'id',
  contexts: { url_cipher: URL_CONTEXT, secret_cipher: SECRET_CONTEXT },
};

/** The addresses and secrets of robots as they are stored, which is encrypted. */
@Injectable()
export class KeptRobots {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Locks the robot until commit. */
  async find(key: string): Promise<KeptRobot | undefined> {
    const row = await this.database.maybe<{ id: string; name: LocalizedText }>(
      sql`select id, name from robot where key = ${key} for update`,
    );
    return row && { ...row, ...(await this.address(row.id)) };
  }

  /** An empty `url` or `secret` stays as it was. A secret that is null is deleted. */
  async write({ key, name, vendor, url, secret }: RobotDraft): Promise<void> {
    const urlCipher = url === '' ? null : this.vault.encrypt(url, URL_CONTEXT);
    const secretCipher = secret === null || secret === '' ? null : this.vault.encrypt(secret, SECRET_CONTEXT);
    await this.database.run(sql`
      insert into robot (key, name, vendor, url_cipher, secret_cipher, created_at)
      values (${key}, ${JSON.stringify(name)}::jsonb, ${vendor}, coalesce(${urlCipher}, ''), ${secretCipher}, ${this.clock.now()})
      on conflict (key) do update
        set name = excluded.name, vendor = excluded.vendor, url_cipher = coalesce(${urlCipher}, robot.url_cipher),
            secret_cipher = case when ${secret === null} then null else coalesce(${secretCipher}, robot.secret_cipher) end`);
  }

  renew(): Promise<number> {
    return renewCiphers(this.database, this.vault, CIPHERS);
  }

  async address(id: string): Promise<RobotAddress> {
    const row = await this.database.one<{ vendor: string; urlCipher: string; secretCipher: string | null }>(
      sql`select vendor, url_cipher, secret_cipher from robot where id = ${id}`,
    );
    const secret = row.secretCipher === null ? null : this.vault.decrypt(row.secretCipher, SECRET_CONTEXT);
    return { vendor: row.vendor, url: this.vault.decrypt(row.urlCipher, URL_CONTEXT), secret };
  }
}
