import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Callbacks, type CallbackAnswer } from './callback.service.js';
import type { CallbackQuery } from './push.js';

@Controller('channels/wechat/:key')
export class CallbackController {
  constructor(private readonly callbacks: Callbacks) {}

  @Get()
  async verify(@Param('key') key: string, @Query() query: CallbackQuery, @Res() response: Response) {
    send(response, await this.callbacks.verify(key, query));
  }

  @Post()
  async push(@Param('key') key: string, @Req() request: Request, @Res() response: Response) {
    send(response, await this.callbacks.push(key, request.query, request));
  }
}

function send(response: Response, answer: CallbackAnswer): void {
  response.status(answer.status).type(answer.mediaType).send(answer.body);
}
