import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { languageOfProgram } from '../view/index.js';

/** `zh-CN` where the caller prefers Chinese, else `en`. */
export const ReadingLanguage = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  languageOfProgram(context.switchToHttp().getRequest<Request>()),
);
