import { Injectable } from '@nestjs/common';
import { STORED_PATHS } from '../conversations/index.js';
import { Config, secretKeys } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { FileStore } from '../platform/files/index.js';
import { failureOf } from '../platform/http/index.js';
import { type Manner, takeBackup, type Taken } from './backup.js';
import { BackupLog } from './backup-log.service.js';
import type { Place, Target } from './places/index.js';
import { BackupRefused } from './sentences.js';

interface Where {
  place: Place;
  name: string;
}

/** A process that says nothing for ten minutes is taken for dead. */
const SEEN_EVERY_MS = 30_000;

/** Takes backups of this installation and writes down how each went. */
@Injectable()
export class Backups {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly files: FileStore,
    private readonly log: BackupLog,
  ) {}

  async take({ place, name }: Where, manner: Manner): Promise<Taken> {
    const target = await place.create(name, await this.log.lastBytes(place.address));
    const begun = { ...logged({ place, name }, manner), scheduled: false };
    const id = await this.log.begin(begun).catch(async (error: unknown) => {
      await target.discard();
      throw error;
    });
    return this.followed(id, () => this.write(target, manner));
  }

  /** Returns undefined if none was due. */
  async takeDue({ place, name }: Where, everyMs: number, manner: Manner): Promise<Taken | undefined> {
    const id = await this.log.beginDue(logged({ place, name }, manner), everyMs);
    if (id === undefined) return undefined;
    return this.followed(id, async () =>
      this.write(await place.create(name, await this.log.lastBytes(place.address)), manner),
    );
  }

  private async followed(id: string, work: () => Promise<Taken>): Promise<Taken> {
    const seen = setInterval(() => void this.log.seen(id).catch(() => undefined), SEEN_EVERY_MS);
    try {
      const taken = await work();
      await this.log.done(id, taken);
      return taken;
    } catch (error) {
      await this.log.failed(id, reasonOf(error)).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(seen);
    }
  }

  private async write(target: Target, manner: Manner): Promise<Taken> {
    const { url } = this.database;
    const original = { url, files: this.files, paths: STORED_PATHS, keys: secretKeys(this.config) };
    try {
      const taken = await takeBackup(original, target.out, manner);
      await target.keep();
      return taken;
    } catch (error) {
      await target.discard();
      throw failureOf(error) === 'disk_full'
        ? new BackupRefused('The disk is full: nothing was kept.', { cause: error, failure: 'disk_full' })
        : error;
    }
  }
}

function logged({ place, name }: Where, { passPhrase }: Manner) {
  return { place: place.address, name, encrypted: passPhrase !== undefined };
}

/** The list of backups says this word in the language of its reader. What else an exception says is for the log. */
function reasonOf(error: unknown): string {
  return error instanceof BackupRefused ? error.failure : failureOf(error);
}
