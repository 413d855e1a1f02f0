import { Controller, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../platform/http/index.js';
import { SessionGuard } from '../../auth/index.js';
import { Form, FormsOf, Shown } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { WordsPage } from './words-page.service.js';

@Controller('messages/:id')
@UseGuards(SessionGuard)
@FormsOf(WordsPage)
export class WordsController {
  constructor(private readonly page: WordsPage) {}

  /** The history records that the words were looked at. */
  @Form('words', 'reveal_words')
  async reveal(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<Shown> {
    return new Shown(await this.page.reveal(request, id), 201);
  }
}
