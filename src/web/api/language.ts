import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { languageOfProgram } from '../view/index.js';

/** It is `zh-CN` if the caller prefers Chinese, otherwise `en`. */
export const ReadingLanguage = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  languageOfProgram(context.switchToHttp().getRequest<Request>()),
);
