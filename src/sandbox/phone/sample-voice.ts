import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../platform/config/index.js';
import { type Language, languageFor, LANGUAGES } from '../../platform/text/index.js';

const FOLDER = join(root, 'src/sandbox/voices');
const SAID: Record<Language, { file: string; text: string }> = {
  'zh-CN': { file: 'zh', text: '你好，我想查一下退款的进度。' },
  en: { file: 'en', text: 'Hello, I would like to know how my refund is doing.' },
};

export async function sampleIn(language: string): Promise<{ bytes: Buffer; text: string }> {
  return { bytes: await read(language, 'amr'), text: SAID[languageFor(language)].text };
}

/** Browsers cannot play AMR and get this file instead. Returns undefined if the bytes are another voice. */
export async function playable(bytes: Buffer): Promise<Buffer | undefined> {
  for (const language of LANGUAGES) {
    if (bytes.equals(await read(language, 'amr'))) return read(language, 'mp3');
  }
  return undefined;
}

function read(language: string, format: 'amr' | 'mp3'): Promise<Buffer> {
  return readFile(join(FOLDER, `${SAID[languageFor(language)].file}.${format}`));
}
