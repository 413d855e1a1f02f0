import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { LostAnswer } from './conditions.service.js';
import { WechatRefusal } from './wechat-refusal.js';

/** WeChat refuses with HTTP 200 and an errcode. A lost answer closes the connection. */
@Catch(WechatRefusal, LostAnswer)
export class RefusalFilter implements ExceptionFilter<WechatRefusal | LostAnswer> {
  catch(refusal: WechatRefusal | LostAnswer, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (refusal instanceof LostAnswer) response.destroy();
    else response.status(200).json(refusal.body);
  }
}
