import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { keyIdOf, Vault } from '../../platform/crypto/index.js';
import { Database } from '../../platform/database/index.js';
import { Health } from '../../platform/http/index.js';
import { Live } from '../../platform/live/index.js';
import { StartError } from '../start-error.js';
import { KeyHolders } from './key-holders.js';
import { CHECK_CONTEXT, lockKeyState, readKeyState, writeKeyState } from './key-state.js';
import { SigningKeys } from './signing-keys.js';

const LOOK_AGAIN_MS = 3_000;

/** Other processes look at once when they hear this. */
export const KEYS_CHANGED = 'keys';

/**
 * The database says with which key is encrypted. A process that does not hold that key does not start; one that runs
 * follows a change, and is not ready where it cannot.
 */
@Injectable()
export class KeyWatch implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(KeyWatch.name);
  private looking?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly holders: KeyHolders,
    private readonly signing: SigningKeys,
    private readonly live: Live,
    health: Health,
  ) {
    health.contribute('keys', () => this.follow());
  }

  /** A change of keys sees this process, or this process sees the change: they take turns. */
  async onModuleInit(): Promise<void> {
    await this.database.transaction(async () => {
      await lockKeyState(this.database);
      await this.begin();
      await this.holders.report();
    });
    this.live.subscribe(KEYS_CHANGED, () => void this.look());
    this.live.onResync(() => void this.look());
    this.looking = setInterval(() => void this.look(), LOOK_AGAIN_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.looking);
    await this.holders.leave().catch((error: unknown) => this.logger.warn(error));
  }

  /** Encrypts from now on with the key that the database names. Throws if it is not held here. */
  async follow(): Promise<void> {
    const { check } = await readKeyState(this.database);
    if (check === undefined) return;
    const changed = keyIdOf(check) !== this.vault.usedId;
    this.vault.use(keyIdOf(check));
    if (changed) await this.holders.report();
    this.vault.decrypt(check, CHECK_CONTEXT);
  }

  private async begin(): Promise<void> {
    const { check, leaving } = await readKeyState(this.database);
    const missing = leaving.find((id) => !this.vault.ids.includes(id));
    if (missing !== undefined) throw new StartError(UNFINISHED);
    if (check === undefined) {
      await writeKeyState(this.database, { check: this.vault.encrypt('huiyin', CHECK_CONTEXT), leaving: [] });
    } else {
      this.open(check);
    }
    await this.signing.load();
  }

  private open(check: string): void {
    this.vault.use(keyIdOf(check));
    try {
      this.vault.decrypt(check, CHECK_CONTEXT);
    } catch (error) {
      throw new StartError(OTHER_KEY, { cause: error });
    }
  }

  /** A database that is away for a moment must not end the program, so a failure is only logged. */
  private async look(): Promise<void> {
    try {
      await this.follow();
      await this.holders.report();
    } catch (error) {
      this.logger.error(error);
    }
  }
}

const OTHER_KEY =
  'The secrets in this database were encrypted with another key. Set SECRET_KEY to that key; to change keys, ' +
  'give the new one first and the old one after a comma, then run "npm run huiyin -- keys:rotate". ' +
  'Without SECRET_KEY the key is the file secrets/secret.key in DATA_DIR: put it back from a backup.';

const UNFINISHED =
  'A change of keys was begun and not finished: something may still be encrypted with the old key. Give the new key ' +
  'first and the old one after a comma in SECRET_KEY, and run "npm run huiyin -- keys:rotate" once more.';
