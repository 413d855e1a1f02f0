import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { DEFAULT_LANGUAGE } from '../platform/text/index.js';
import { readable } from '../platform/reading/index.js';
import { languageOf } from './language.js';

export interface Person {
  identityId: string;
  customerId: string;
  customerName: string;
  language: string;
}

interface PersonRow extends Omit<Person, 'language'> {
  language: string | null;
}

@Injectable()
export class Identities {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The first message creates the customer. The first text with letters sets the language. */
  async meet(accountId: string, externalId: string, text = ''): Promise<Person> {
    const known = (await this.find(accountId, externalId)) ?? (await this.welcome(accountId, externalId));
    const spoken = languageOf(text);
    if (known.language !== null || spoken === null)
      return { ...known, language: known.language ?? DEFAULT_LANGUAGE };
    await this.database.run(
      sql`update customer set language = ${spoken} where id = ${known.customerId} and language is null`,
    );
    return { ...known, language: spoken };
  }

  private find(accountId: string, externalId: string): Promise<PersonRow | undefined> {
    return this.database.maybe<PersonRow>(sql`
      select i.id identity_id, c.id customer_id, c.name customer_name, c.language
        from identity i join customer c on c.id = i.customer_id
       where i.account_id = ${accountId} and i.external_id = ${externalId}`);
  }

  /**
   * Of two simultaneous first messages, the second waits for the lock and finds the customer of the first.
   */
  private async welcome(accountId: string, externalId: string): Promise<PersonRow> {
    await this.database.run(
      sql`select pg_advisory_xact_lock(hashtextextended(${externalId}, ${accountId}::bigint))`,
    );
    const known = await this.find(accountId, externalId);
    if (known) return known;
    const now = this.clock.now();
    return this.database.one<PersonRow>(sql`
      with person as (
        insert into customer (name, readable_name, created_at)
        values (${nameFor(externalId)}, ${readable(nameFor(externalId))}, ${now}) returning id, name
      )
      insert into identity (customer_id, account_id, external_id, created_at)
      select id, ${accountId}, ${externalId}, ${now} from person
      returning id identity_id, customer_id, (select name from person) customer_name, null::text language`);
  }
}

/** WeChat does not reveal names. */
function nameFor(externalId: string): string {
  return `微信用户 ${externalId.slice(-4)}`;
}
