import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Invalid } from '../platform/http/index.js';
import type { Member } from '../staff/index.js';
import { Channels } from '../delivery/index.js';
import { type FileLink, FileLinks } from './file-links.service.js';
import { type Media, MessageFiles, type Stored } from './message-files.service.js';
import type { Plan } from './outbox.service.js';
import { type Planned, Replies } from './replies.service.js';

const FILE_BYTES = 20 * 1024 * 1024;
const LONGEST_NAME = 120;

export type NamedMedia = Media & { name: string };

export type LinkWords = (link: FileLink, name: string, language: string | null) => string;

export interface FileToSend {
  file: NamedMedia;
  words: LinkWords;
}

export interface PreparedFile {
  name: string;
  stored: Stored;
}

interface FileReply {
  identityId: string;
  ticketId?: string | null;
  file: PreparedFile;
}

interface Receiver {
  kind: string;
  language: string | null;
}

@Injectable()
export class FileReplies {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly files: MessageFiles,
    private readonly links: FileLinks,
    private readonly replies: Replies,
  ) {}

  /**
   * Storing the file may be slow, so no transaction may be open. Throws `Invalid` for a file that is empty or
   * too big.
   */
  async prepare({ name, ...media }: NamedMedia): Promise<PreparedFile> {
    if (media.bytes.length === 0) throw Invalid.field('file', 'empty_file');
    if (media.bytes.length > FILE_BYTES) throw Invalid.field('file', `too_big:${FILE_BYTES / 2 ** 20}`);
    return { name: plainName(name), stored: await this.files.store(media) };
  }

  /**
   * If the channel cannot carry the file as a picture, the customer gets a link that expires. The caller has
   * checked the member's right.
   */
  async send(member: Member, reply: FileReply, words: LinkWords): Promise<Planned> {
    const { stored, name } = reply.file;
    return this.database.transaction(async () => {
      const receiver = await this.receiver(reply.identityId);
      const link = this.carries(receiver.kind, stored.media) ? null : this.links.made();
      const how = link ? asLink(name, words(link, name, receiver.language)) : PICTURE;
      const planned = await this.replies.plan(member, reply, how);
      await this.files.attach(planned.messageId, stored);
      if (link) await this.links.give(link, planned.messageId);
      await this.replies.written(member, planned, reply.ticketId ?? null);
      return planned;
    });
  }

  private carries(kind: string, { mediaType, bytes }: Media): boolean {
    const { pictures } = this.channels.of({ kind });
    return pictures !== undefined && pictures.types.includes(mediaType) && bytes.length <= pictures.bytes;
  }

  private receiver(identityId: string): Promise<Receiver> {
    return this.database.one<Receiver>(sql`
      select a.kind, c.language from identity i
        join channel_account a on a.id = i.account_id join customer c on c.id = i.customer_id
       where i.id = ${identityId}`);
  }
}

type How = Pick<Plan, 'content' | 'written'>;

const PICTURE: How = { content: { text: '', attachment: { kind: 'image' } } };

function asLink(name: string, text: string): How {
  return { content: { text }, written: { kind: 'file', text: name } };
}

function plainName(given: string): string {
  const name = given
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim();
  return [...name].slice(-LONGEST_NAME).join('') || 'file';
}
