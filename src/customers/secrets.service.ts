import { Injectable } from '@nestjs/common';
import { Vault } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';

export const PHONE = 'customer.phone';
const BATCH = 500;

@Injectable()
export class CustomerSecrets {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /**
   * Encrypts all phone numbers with the first key and rebuilds their blind indexes. Returns how many
   * customers have one.
   */
  async renew(): Promise<number> {
    let renewed = 0;
    for (let after: string | undefined = '0'; after !== undefined;) {
      const batch: Batch = await this.renewAfter(after);
      renewed += batch.size;
      after = batch.last;
    }
    return renewed;
  }

  /**
   * The rows stay locked, so that a number changed at the same moment is not overwritten with the old one.
   */
  private renewAfter(after: string): Promise<Batch> {
    return this.database.transaction(async () => {
      const rows = await this.database.rows<{ id: string; phoneCipher: string }>(sql`
        select id, phone_cipher from customer where id > ${after} and phone_cipher is not null
         order by id limit ${BATCH} for update`);
      const fresh = JSON.stringify(rows.map((row) => ({ id: row.id, ...this.renewed(row.phoneCipher) })));
      await this.database.run(sql`
        update customer set phone_cipher = fresh.cipher, phone_index = fresh.index
          from jsonb_to_recordset(${fresh}::jsonb) as fresh (id bigint, cipher text, index text)
         where customer.id = fresh.id`);
      return { size: rows.length, last: rows.at(-1)?.id };
    });
  }

  private renewed(cipher: string): { cipher: string; index: string } {
    const phone = this.vault.decrypt(cipher, PHONE);
    return { cipher: this.vault.encrypt(phone, PHONE), index: this.vault.blindIndex(phone, PHONE) };
  }
}

interface Batch {
  size: number;
  last: string | undefined;
}
