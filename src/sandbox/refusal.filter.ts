import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { WechatRefusal } from './wechat-refusal.js';

/** WeChat refuses with HTTP 200 and an errcode. */
@Catch(WechatRefusal)
export class RefusalFilter implements ExceptionFilter<WechatRefusal> {
  catch(refusal: WechatRefusal, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(200).json(refusal.body);
  }
}
