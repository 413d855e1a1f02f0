import { Injectable } from '@nestjs/common';
import { MessageFiles } from '../../../conversations/index.js';
import type { Member } from '../../../staff/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { NotFound } from '../../../platform/http/index.js';
import { extensionOf } from '../../../platform/files/index.js';
import { isShown } from '../../view/index.js';
import { readableBy } from '../../queries/index.js';

/** `name` has no characters that a file name may not contain. */
export interface SharedFile {
  path: string;
  mediaType: string;
  name: string;
}

@Injectable()
export class SharedFiles {
  constructor(
    private readonly database: Database,
    private readonly files: MessageFiles,
  ) {}

  /**
   * Returns the file only if browsers can show or play it. Anything else could be a stranger's program at our address.
   */
  async shown(member: Member, messageId: string): Promise<SharedFile> {
    const name = await this.nameOf(member, messageId);
    const file = name === undefined ? undefined : await this.files.openPlayable(messageId);
    if (!file || !isShown(file.mediaType)) throw notFound();
    return { ...file, name: name ?? '' };
  }

  async original(member: Member, messageId: string): Promise<SharedFile> {
    const name = await this.nameOf(member, messageId);
    const file = name === undefined ? undefined : await this.files.open(messageId);
    if (!file) throw notFound();
    return { ...file, name: name || `${messageId}.${extensionOf(file.mediaType)}` };
  }

  /** Returns undefined if the member may not see the file. The text of a file that an agent sent is its name. */
  private async nameOf(member: Member, messageId: string): Promise<string | undefined> {
    const row = await this.database.maybe<{ name: string }>(sql`
      select case when m.kind = 'file' then m.text else '' end as name
        from message m join conversation c on c.id = m.conversation_id
       where m.id = ${messageId} and ${readableBy(member)}`);
    return row?.name;
  }
}

function notFound(): NotFound {
  return new NotFound('file_not_found');
}
