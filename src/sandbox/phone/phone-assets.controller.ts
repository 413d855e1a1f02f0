import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../platform/config/index.js';
import { NotFound } from '../../platform/http/index.js';

const STIMULUS = join(root, 'node_modules/@hotwired/stimulus/dist/stimulus.js');
const FONT = join(root, 'node_modules/@fontsource-variable/noto-sans-sc');
/** Later sheets lean on earlier ones. */
const STYLES = ['page', 'top', 'people', 'handset', 'chat', 'composer', 'platform', 'narrow'];
const SCRIPTS = new Set(['phone.js', 'player.js', 'poll.js', 'wire.js', 'fragments.js']);
const LASTING = 'public, max-age=86400';
const STYLE = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** The page's own files: a stand-in leans on nothing of the console's. */
@Controller('sandbox/assets')
export class PhoneAssetsController {
  @Get('phone.css')
  @Header('content-type', STYLE)
  @Header('cache-control', 'no-cache')
  async style(): Promise<string> {
    const sheets = STYLES.map((name) => readFile(join(root, `src/sandbox/client/${name}.css`), 'utf8'));
    return (await Promise.all(sheets)).join('\n');
  }

  /** Browsers know no bare module names, and an import map would be an inline script. */
  @Get('client/:file')
  @Header('content-type', SCRIPT)
  @Header('cache-control', 'no-cache')
  async script(@Param('file') file: string): Promise<string> {
    if (!SCRIPTS.has(file)) throw new NotFound('script_unknown', 'There is no such script');
    const compiled = await readFile(join(root, 'dist/sandbox/client', file), 'utf8');
    return compiled.replace(/(["'])@hotwired\/stimulus\1/, '"/sandbox/assets/stimulus.js"');
  }

  /** The Chinese face, for machines that have none. */
  @Get('font/wght.css')
  @Header('content-type', STYLE)
  @Header('cache-control', LASTING)
  async fontFaces(): Promise<string> {
    return readFile(join(FONT, 'wght.css'), 'utf8');
  }

  @Get('font/files/:file')
  @Header('cache-control', LASTING)
  async font(@Param('file') file: string): Promise<StreamableFile> {
    if (!/^[\w-]+\.woff2$/.test(file)) throw new NotFound('font_unknown', 'There is no such font');
    return new StreamableFile(await readFile(join(FONT, 'files', file)), { type: 'font/woff2' });
  }

  @Get('stimulus.js')
  @Header('content-type', SCRIPT)
  @Header('cache-control', LASTING)
  async stimulus(): Promise<string> {
    return readFile(STIMULUS, 'utf8');
  }
}
