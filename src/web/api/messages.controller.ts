import { Get, Param } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { IdPipe } from '../../platform/http/index.js';
import { CurrentMember, NeedsScope } from '../auth/index.js';
import { SealedWords } from '../queries/index.js';
import { WordsShape } from './shapes/conversation.shape.js';
import { Api, Reads } from './endpoints.js';

@Api('messages', 'conversations')
export class MessagesController {
  constructor(private readonly sealed: SealedWords) {}

  @Get(':id/words')
  @NeedsScope('work')
  @Reads('What a message says with the personal numbers in it; that you looked is recorded', WordsShape)
  async words(@CurrentMember() member: Member, @Param('id', IdPipe) id: string): Promise<WordsShape> {
    return { id, text: await this.sealed.reveal(member, id) };
  }
}
