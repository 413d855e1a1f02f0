import {
  Body,
  Controller,
  Param,
  Post,
  Req,
  Res,
  UploadedFile,
  UseGuards,
  UseInterceptors,
  HttpCode,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Notes, TicketReplies } from '../../tickets/index.js';
import { SessionGuard } from '../auth/index.js';
import { mannerOf, takesOver } from './manner.js';
import { TicketForms } from './ticket-forms.service.js';
import { UPLOAD, type Uploaded } from './reply-files.js';
import { ReplyFiles } from './reply-files.service.js';
import { type Sent, textsOf } from './typed.js';
import { type MemberRequest, readerOf } from './workbench.service.js';

/** What is written on a ticket: to the customer, or for colleagues alone. */
@Controller('tickets/:number/words')
@UseGuards(SessionGuard)
export class TicketWordsController {
  constructor(
    private readonly forms: TicketForms,
    private readonly replies: TicketReplies,
    private readonly notes: Notes,
    private readonly files: ReplyFiles,
  ) {}

  /** Only what says so goes to the customer. */
  @Post()
  write(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('number') number: string,
    @Body() sent: Sent,
  ) {
    const values = textsOf(sent, ['text', 'as']);
    const form = { request, response, number, values };
    const { text } = values;
    return values.as === 'reply'
      ? this.forms.answer({ ...form, act: 'reply' }, () =>
          this.replies.reply(readerOf(request), number, text, {
            ...mannerOf(sent),
            takeOver: takesOver(sent),
          }),
        )
      : this.forms.answer({ ...form, act: 'note' }, () => this.notes.add(readerOf(request), number, text));
  }

  /** From the page's script, one at a time. */
  @Post('files')
  @HttpCode(204)
  @UseInterceptors(FileInterceptor('file', UPLOAD))
  sendFile(
    @Req() request: MemberRequest,
    @Param('number') number: string,
    @Body() sent: Sent,
    @UploadedFile() file?: Uploaded,
  ): Promise<void> {
    return this.files.toTicket(request, number, { uploaded: file, takeOver: takesOver(sent) });
  }
}
