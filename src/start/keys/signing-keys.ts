import { Injectable } from '@nestjs/common';
import { Config, secretKeys } from '../../platform/config/index.js';
import { hashed, Signer, signingKeyOf, Vault } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';

const CONTEXT = 'signing_key.key';

interface KeptKey {
  id: string;
  keyCipher: string;
}

/**
 * Links that customers hold are signed. The keys for that are kept in the database, so that a link outlives the
 * SECRET_KEY with which it began.
 */
@Injectable()
export class SigningKeys {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly signer: Signer,
  ) {}

  /** Links of an older program were signed with what SECRET_KEY yields, so these keys are kept too. */
  async load(): Promise<void> {
    const own = secretKeys(this.config).map(signingKeyOf);
    for (const key of own.reverse()) await this.add(key);
    const kept = await this.kept();
    this.signer.keep(
      kept.map(({ keyCipher }) => Buffer.from(this.vault.decrypt(keyCipher, CONTEXT), 'base64')),
    );
  }

  /** Encrypts all of them with the key in use. */
  async renew(): Promise<number> {
    return this.database.transaction(async () => {
      const kept = await this.kept();
      for (const { id, keyCipher } of kept) {
        const fresh = this.vault.encrypt(this.vault.decrypt(keyCipher, CONTEXT), CONTEXT);
        await this.database.run(sql`update signing_key set key_cipher = ${fresh} where id = ${id}`);
      }
      return kept.length;
    });
  }

  private async add(key: Buffer): Promise<void> {
    const id = hashed(key.toString('base64'));
    const cipher = this.vault.encrypt(key.toString('base64'), CONTEXT);
    await this.database.run(sql`
      insert into signing_key (id, key_cipher, created_at) values (${id}, ${cipher}, clock_timestamp())
      on conflict (id) do nothing`);
  }

  private kept(): Promise<KeptKey[]> {
    return this.database.rows<KeptKey>(sql`select id, key_cipher from signing_key order by created_at, id`);
  }
}
