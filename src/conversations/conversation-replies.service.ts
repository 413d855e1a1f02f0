import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Database } from '../platform/database/index.js';
import { ConversationClaim } from './claim.service.js';
import { FileReplies, type FileToSend } from './file-replies.service.js';
import { type Manner, Replies } from './replies.service.js';
import { type Seen, Unread } from './unread.service.js';

@Injectable()
export class ConversationReplies {
  constructor(
    private readonly claim: ConversationClaim,
    private readonly replies: Replies,
    private readonly files: FileReplies,
    private readonly unread: Unread,
    private readonly database: Database,
  ) {}

  async reply(member: Member, conversationId: string, text: string, manner: Manner = {}) {
    return this.database.transaction(async () => {
      const identityId = await this.claimed(member, conversationId, manner);
      return this.replies.say(member, { ...manner, identityId, text });
    });
  }

  async sendFile(member: Member, conversationId: string, { file, words, seen }: FileToSend & Seen) {
    await this.claim.requireClaimable(member, conversationId);
    const prepared = await this.files.prepare(file);
    return this.database.transaction(async () => {
      const identityId = await this.claimed(member, conversationId, { seen });
      return this.files.send(member, { identityId, file: prepared }, words);
    });
  }

  private async claimed(member: Member, conversationId: string, seen: Seen): Promise<string> {
    const { identityId } = await this.claim.claim(member, conversationId);
    await this.unread.requireSeen(identityId, seen);
    return identityId;
  }
}
