import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { hashed, newToken } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { MessageFiles, type StoredMedia } from './message-files.service.js';

const DAY_MS = 24 * 3_600_000;
const LINK_DAYS = 7;

export interface FileLink {
  url: string;
  token: string;
  days: number;
}

@Injectable()
export class FileLinks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly files: MessageFiles,
  ) {}

  /** The link works only after `give` has stored it. */
  made(): FileLink {
    const token = newToken();
    return { token, url: `${this.config.publicUrl}/f/${token}`, days: LINK_DAYS };
  }

  async give({ token, days }: FileLink, messageId: string): Promise<void> {
    const expires = new Date(this.clock.now().getTime() + days * DAY_MS);
    await this.database.run(sql`
      insert into file_link (token_hash, message_id, expires_at) values (${hashed(token)}, ${messageId}, ${expires})`);
  }

  async open(token: string): Promise<(StoredMedia & { name: string }) | undefined> {
    const link = await this.database.maybe<{ messageId: string; name: string }>(sql`
      select l.message_id, m.text as name from file_link l join message m on m.id = l.message_id
       where l.token_hash = ${hashed(token)} and l.expires_at > ${this.clock.now()}`);
    const file = link && (await this.files.open(link.messageId));
    return file && { ...file, name: link.name };
  }
}
