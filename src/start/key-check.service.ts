import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { StartError } from './start-error.js';

const KEY = 'key_check';
const CONTEXT = 'setting.key_check';

/**
 * Stores a small encrypted value, so that a start with a lost or replaced key is noticed before anything else fails.
 */
@Injectable()
export class KeyCheck implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async onModuleInit(): Promise<void> {
    const kept = await this.kept();
    if (kept === undefined) await this.renew();
    else this.refuseUnless(kept);
  }

  async renew(): Promise<void> {
    const cipher = JSON.stringify(this.vault.encrypt('huiyin', CONTEXT));
    await this.database.run(sql`
      insert into setting (key, value) values (${KEY}, ${cipher}::jsonb)
      on conflict (key) do update set value = excluded.value`);
  }

  private async kept(): Promise<string | undefined> {
    const row = await this.database.maybe<{ value: string }>(
      sql`select value from setting where key = ${KEY}`,
    );
    return row?.value;
  }

  private refuseUnless(cipher: string): void {
    try {
      this.vault.decrypt(cipher, CONTEXT);
    } catch (error) {
      throw new StartError(
        'The secrets in this database were encrypted with another key. Set SECRET_KEY to that key; to change keys, ' +
          'give the new one first and the old one after a comma, then run "npm run huiyin -- keys:rotate". ' +
          'Without SECRET_KEY the key is the file secrets/secret.key in DATA_DIR: put it back from a backup.',
        { cause: error },
      );
    }
  }
}
