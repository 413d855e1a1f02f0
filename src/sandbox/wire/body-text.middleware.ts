import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Invalid } from '../../platform/http/index.js';

const LIMIT_BYTES = 256 * 1024;

/**
 * WeChat has its own answer to broken JSON, so bodies are left as they were sent. Files are left to the handlers that
 * expect them.
 */
@Injectable()
export class BodyText implements NestMiddleware {
  async use(request: Request, _response: Response, next: NextFunction): Promise<void> {
    if (!request.is('multipart')) request.body = await read(request);
    next();
  }
}

async function read(request: Request): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) throw new Invalid('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
