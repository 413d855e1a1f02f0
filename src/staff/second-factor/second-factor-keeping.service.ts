import { Injectable } from '@nestjs/common';
import { renewCiphers, Vault } from '../../platform/crypto/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { type Actor, Events } from '../../platform/events/index.js';
import { Conflict, Forbidden } from '../../platform/http/index.js';
import { Roster } from '../roster.service.js';
import { SECRET } from './second-factors.service.js';
import { Sessions } from '../sessions.service.js';

/** What administrators do to the second factors of others. */
@Injectable()
export class SecondFactorKeeping {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly vault: Vault,
    private readonly roster: Roster,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Helps somebody who lost both phone and recovery codes. The log-ins end, and where the role needs a second factor
   * the next sign-in asks to set one up. Throws `NotFound`, `Conflict` (`no_second_factor`), or `Forbidden`
   * (`own_second_factor`): one's own is ended with a code of it.
   */
  async reset(memberId: string, by: Actor): Promise<void> {
    if (by.kind === 'member' && by.id === memberId) throw new Forbidden('own_second_factor');
    await this.database.transaction(async () => {
      const { id, subject } = await this.roster.byId(memberId);
      const gone = await this.database.run(sql`delete from second_factor where member_id = ${id}`);
      if (gone === 0) throw new Conflict('no_second_factor');
      await this.events.record('member.second_factor_reset', subject, {}, by);
      await this.sessions.endAll(id, by);
    });
  }

  /** Encrypts all secrets with the key in use. Returns how many there are. */
  renew(): Promise<number> {
    return renewCiphers(this.database, this.vault, {
      table: 'second_factor',
      id: 'member_id',
      contexts: { secret_cipher: SECRET },
    });
  }
}
