import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { root } from '../../platform/config/index.js';
import { NotFound } from '../../platform/http/index.js';

const FILES = new Set(['phone.css', 'phone.css.map', 'phone.js', 'phone.js.map', 'phone.svg']);

/** The stand-in uses nothing of the console, so it serves its own files. */
@Controller('sandbox/assets')
export class PhoneAssetsController {
  @Get(':file')
  @Header('cache-control', 'no-cache')
  async file(@Param('file') file: string, @Res({ passthrough: true }) response: Response): Promise<string> {
    if (!FILES.has(file)) throw new NotFound('file_unknown');
    response.type(extname(file));
    return readFile(join(root, 'dist/browser', file), 'utf8');
  }
}
