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
import { SessionGuard } from '../../auth/index.js';
import { type Typed, Values } from '../../forms/index.js';
import { seenIn, takesOver } from '../words/manner.js';
import type { MemberRequest } from '../workbench.service.js';
import { UPLOAD, type Uploaded } from '../words/reply-files.js';
import { ReplyFiles } from '../words/reply-files.service.js';

@Controller('tickets/:number/words/files')
@UseGuards(SessionGuard)
export class TicketFilesController {
  constructor(private readonly files: ReplyFiles) {}

  @Post()
  @HttpCode(204)
  @UseInterceptors(FileInterceptor('file', UPLOAD))
  send(
    @Req() request: MemberRequest,
    @Param('number') number: string,
    @Values() typed: Typed,
    @UploadedFile() file?: Uploaded,
  ): Promise<void> {
    return this.files.toTicket(request, number, {
      uploaded: file,
      takeOver: takesOver(typed),
      ...seenIn(typed),
    });
  }
}
