import { Injectable } from '@nestjs/common';
import { ConversationReplies, type LinkWords, type Seen } from '../../../conversations/index.js';
import { DEFAULT_LANGUAGE } from '../../../platform/text/index.js';
import { TicketReplies } from '../../../tickets/index.js';
import { ViewService } from '../../view/index.js';
import { fileIn, type Uploaded } from './reply-files.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

@Injectable()
export class ReplyFiles {
  constructor(
    private readonly conversations: ConversationReplies,
    private readonly tickets: TicketReplies,
    private readonly view: ViewService,
  ) {}

  async toConversation(
    request: MemberRequest,
    id: string,
    { uploaded, seen }: { uploaded: Uploaded | undefined } & Seen,
  ): Promise<void> {
    const sent = { file: fileIn(uploaded), words: this.words, seen };
    await this.conversations.sendFile(readerOf(request), id, sent);
  }

  async toTicket(
    request: MemberRequest,
    number: string,
    { uploaded, takeOver, seen }: { uploaded: Uploaded | undefined; takeOver: boolean } & Seen,
  ): Promise<void> {
    const sent = { file: fileIn(uploaded), words: this.words, takeOver, seen };
    await this.tickets.sendFile(readerOf(request), number, sent);
  }

  private readonly words: LinkWords = ({ url, days }, name, language) =>
    this.view
      .speech({ query: {}, headers: { 'accept-language': language ?? DEFAULT_LANGUAGE } })
      .t('files.link_text', { name, url, days });
}
