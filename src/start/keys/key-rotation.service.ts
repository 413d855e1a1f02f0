import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/index.js';
import { Vault } from '../../platform/crypto/index.js';
import { Database } from '../../platform/database/index.js';
import { SYSTEM } from '../../platform/events/index.js';
import { Live } from '../../platform/live/index.js';
import { StartError } from '../start-error.js';
import { encryptedElsewhere } from './encrypted-columns.js';
import { KeyHolders } from './key-holders.js';
import { CHECK_CONTEXT, lockKeyState, readKeyState, writeKeyState } from './key-state.js';
import { KEYS_CHANGED } from './key-watch.service.js';

const LOOK_AGAIN_MS = 250;
const PATIENCE_MS = 30_000;
/** What was encrypted just before the change and is stored just after it is found by the next round. */
const ROUNDS = 5;
const ROUND_MS = 1_000;

/**
 * Changes the key that encrypts, while processes run: first all of them hold the new key, then all use it, then what is
 * stored is encrypted anew. Only then may the old key be taken away.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly holders: KeyHolders,
    private readonly live: Live,
    private readonly audit: Audit,
  ) {}

  /** `renew` encrypts everything anew with the key in use. Throws a sentence where the change cannot be made. */
  async rotate<T>(renew: () => Promise<T>): Promise<T> {
    await this.change();
    await this.allFollow();
    let renewed = await renew();
    let left = await encryptedElsewhere(this.database, this.vault.usedId);
    for (let round = 1; left.length > 0 && round < ROUNDS; round += 1) {
      await sleep(ROUND_MS);
      renewed = await renew();
      left = await encryptedElsewhere(this.database, this.vault.usedId);
    }
    if (left.length > 0) throw new StartError(`${LEFT} ${left.join(', ')}`);
    await this.finish();
    return renewed;
  }

  private async change(): Promise<void> {
    const [wanted = ''] = this.vault.ids;
    await this.database.transaction(async () => {
      await lockKeyState(this.database);
      const lacking = await this.holders.lacking(wanted);
      if (lacking > 0) throw new StartError(`${lacking} ${LACKING}`);
      const { leaving } = await readKeyState(this.database);
      const before = this.vault.usedId;
      this.vault.use(wanted);
      const check = this.vault.encrypt('huiyin', CHECK_CONTEXT);
      const left = [...new Set([...leaving, before])].filter((id) => id !== wanted);
      await writeKeyState(this.database, { check, leaving: left });
      await this.holders.report();
    });
    this.live.publish(KEYS_CHANGED);
  }

  private async allFollow(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while ((await this.holders.notUsing(this.vault.usedId)) > 0) {
      if (performance.now() > until) throw new StartError(NOT_FOLLOWED);
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private async finish(): Promise<void> {
    await this.database.transaction(async () => {
      await lockKeyState(this.database);
      await writeKeyState(this.database, { leaving: [] });
      const subject = { type: 'key', id: this.vault.usedId };
      await this.audit.record({ action: 'keys.rotated', subject, by: SYSTEM });
    });
  }
}

const LACKING =
  'running process(es) do not hold the first key of SECRET_KEY. Nothing was changed. Start every process with both ' +
  'keys, the new one first and the old one after a comma, and run this again.';

const NOT_FOLLOWED =
  'Not every running process took up the new key in time. Nothing is lost: keep both keys and run this again.';

const LEFT = 'Something is still encrypted with another key. Keep both keys and run this again. It is in:';
