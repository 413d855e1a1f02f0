import {
  Controller,
  HttpCode,
  Param,
  Post,
  Req,
  UploadedFile,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { TypingHints } from '../../../conversations/index.js';
import { IdPipe } from '../../../platform/http/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { type Typed, Values } from '../../forms/index.js';
import { seenIn } from '../words/manner.js';
import { UPLOAD, type Uploaded } from '../words/reply-files.js';
import { ReplyFiles } from '../words/reply-files.service.js';

@Controller('inbox/:id')
@UseGuards(SessionGuard)
export class InboxScriptController {
  constructor(
    private readonly files: ReplyFiles,
    private readonly hints: TypingHints,
  ) {}

  @Post('files')
  @HttpCode(204)
  @UseInterceptors(FileInterceptor('file', UPLOAD))
  sendFile(
    @Req() request: MemberRequest,
    @Param('id', IdPipe) id: string,
    @Values() typed: Typed,
    @UploadedFile() file?: Uploaded,
  ): Promise<void> {
    return this.files.toConversation(request, id, { uploaded: file, ...seenIn(typed) });
  }

  @Post('typing')
  @HttpCode(204)
  async typing(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.hints.typing(by, id);
  }
}
