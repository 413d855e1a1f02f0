import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** `zh-CN` where the caller prefers Chinese, else `en`. */
export const ReadingLanguage = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const preferred = context.switchToHttp().getRequest<Request>().acceptsLanguages('en', 'zh-CN', 'zh');
  return preferred === 'zh-CN' || preferred === 'zh' ? 'zh-CN' : 'en';
});
