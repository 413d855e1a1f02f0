import { Body, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ConversationClaim, ConversationEnd, ConversationReplies } from '../../conversations/index.js';
import type { Member } from '../../staff/index.js';
import { IdPipe } from '../../platform/http/index.js';
import { CurrentMember } from '../auth/index.js';
import { ConversationQueries } from '../queries/index.js';
import {
  conversation,
  ConversationList,
  ConversationShape,
  message,
  MessageList,
} from './shapes/conversation.shape.js';
import { Api, Reads, Writes } from './endpoints.js';
import { PageQuery, shown } from './page.js';
import { ConversationsQuery } from './people.requests.js';
import { ReplyShape } from './shapes/timeline.shape.js';
import { EndConversation, ReplyWords, TakeFromColleague, TakeOver } from './work.requests.js';

@Api('conversations')
export class ConversationsController {
  constructor(
    private readonly queries: ConversationQueries,
    private readonly replies: ConversationReplies,
    private readonly claims: ConversationClaim,
    private readonly ending: ConversationEnd,
  ) {}

  @Get()
  @Reads('Conversations of your departments, the most recently spoken first', ConversationList)
  async list(@CurrentMember() member: Member, @Query() query: ConversationsQuery) {
    return shown(await this.queries.list(member, query), conversation);
  }

  @Get(':id')
  @Reads('One conversation', ConversationShape)
  async read(@CurrentMember() member: Member, @Param('id', IdPipe) id: string) {
    return conversation(await this.queries.one(member, id));
  }

  @Get(':id/messages')
  @Reads('What was said: the newest page first, each page oldest first', MessageList)
  async messages(
    @CurrentMember() member: Member,
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
  ) {
    return shown(await this.queries.messages(member, id, query), message);
  }

  @Post(':id/messages')
  @Writes(
    'Answer; a free conversation becomes yours. 409 `words_unseen` shows words since `seen`',
    ReplyShape,
    201,
  )
  async reply(@CurrentMember() member: Member, @Param('id', IdPipe) id: string, @Body() body: ReplyWords) {
    const { text, takeLast, seen } = body;
    const { messageId, deliveryId } = await this.replies.reply(member, id, text, {
      takesLast: takeLast,
      seen,
    });
    return { id: messageId, deliveryId };
  }

  @Put(':id/claim')
  @Writes(
    'Take it; 409 `already_claimed` names the holder, whom a lead takes it from with `takeOver`',
    ConversationShape,
  )
  async claim(@CurrentMember() member: Member, @Param('id', IdPipe) id: string, @Body() body: TakeOver) {
    await this.claims.claim(member, id, body);
    return this.read(member, id);
  }

  @Delete(':id/claim')
  @Writes('Back to the waiting list; what a colleague has, only the lead', ConversationShape)
  async release(
    @CurrentMember() member: Member,
    @Param('id', IdPipe) id: string,
    @Body() body: TakeFromColleague,
  ) {
    await this.claims.release(member, id, body.reason);
    return this.read(member, id);
  }

  @Put(':id/end')
  @Writes('End it; tickets go on. What a colleague has, only the lead', ConversationShape)
  async end(@CurrentMember() member: Member, @Param('id', IdPipe) id: string, @Body() body: EndConversation) {
    await this.ending.end(member, id, body.reason, body);
    return this.read(member, id);
  }
}
