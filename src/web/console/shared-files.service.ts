import { Injectable } from '@nestjs/common';
import { MediaFiles, type StoredMedia } from '../../channels/wechat-official/index.js';
import type { Member } from '../../staff/index.js';
import { Database, sql } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { readableBy } from '../queries/index.js';

/** What a browser may show by itself; anything else would be a stranger's program on our address. */
const SHOWN = /^image\/(jpeg|png|gif|webp)$/;

@Injectable()
export class SharedFiles {
  constructor(
    private readonly database: Database,
    private readonly media: MediaFiles,
  ) {}

  /** The file of a message in a conversation that the member may read. */
  async open(member: Member, messageId: string): Promise<StoredMedia> {
    const readable = await this.database.maybe(sql`
      select 1 from message m join conversation c on c.id = m.conversation_id
       where m.id = ${messageId} and ${readableBy(member)}`);
    const file = readable ? await this.media.open(messageId) : undefined;
    if (!file || !SHOWN.test(file.mediaType)) throw new NotFound('file_not_found', 'There is no such file.');
    return file;
  }
}
