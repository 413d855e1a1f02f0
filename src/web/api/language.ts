import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { languageOfProgram } from '../view/index.js';

export const ReadingLanguage = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  languageOfProgram(context.switchToHttp().getRequest<Request>()),
);
