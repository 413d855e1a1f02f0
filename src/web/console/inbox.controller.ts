import {
  Body,
  Controller,
  Get,
  Param,
  Post,
  Query,
  Req,
  Res,
  UploadedFile,
  UseGuards,
  UseInterceptors,
  HttpCode,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { TypingHints } from '../../conversations/index.js';
import { IdPipe } from '../../platform/http/index.js';
import { SessionGuard } from '../auth/index.js';
import { InboxForms } from './inbox-forms.service.js';
import { InboxPage } from './inbox-page.service.js';
import { UPLOAD, type Uploaded } from './reply-files.js';
import { ReplyFiles } from './reply-files.service.js';
import type { Sent } from './typed.js';
import { type MemberRequest, readerOf } from './workbench.service.js';

@Controller('inbox')
@UseGuards(SessionGuard)
export class InboxController {
  constructor(
    private readonly page: InboxPage,
    private readonly forms: InboxForms,
    private readonly files: ReplyFiles,
    private readonly hints: TypingHints,
  ) {}

  @Get()
  list(@Req() request: MemberRequest, @Query() query: Sent): Promise<string> {
    return this.page.draw(request, query);
  }

  @Get(':id')
  show(
    @Req() request: MemberRequest,
    @Query() query: Sent,
    @Param('id', IdPipe) id: string,
  ): Promise<string> {
    return this.page.draw(request, query, { id });
  }

  @Post(':id/replies')
  reply(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ) {
    return this.forms.reply({ request, response, id }, sent);
  }

  @Post(':id/claim')
  claim(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ) {
    return this.forms.claim({ request, response, id }, sent);
  }

  @Post(':id/release')
  release(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ) {
    return this.forms.release({ request, response, id }, sent);
  }

  @Post(':id/end')
  end(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ) {
    return this.forms.end({ request, response, id }, sent);
  }

  @Post(':id/tickets')
  open(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ) {
    return this.forms.openTicket({ request, response, id }, sent);
  }

  /** From the page's script, one at a time. */
  @Post(':id/files')
  @HttpCode(204)
  @UseInterceptors(FileInterceptor('file', UPLOAD))
  sendFile(
    @Req() request: MemberRequest,
    @Param('id', IdPipe) id: string,
    @UploadedFile() file?: Uploaded,
  ): Promise<void> {
    return this.files.toConversation(request, id, file);
  }

  /** While an agent writes, now and then. */
  @Post(':id/typing')
  @HttpCode(204)
  async typing(@Req() request: MemberRequest, @Param('id', IdPipe) id: string): Promise<void> {
    await this.hints.typing(readerOf(request), id);
  }
}
