import type { Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const PICTURE = /^image\/(jpeg|png|gif|webp)$/;
const PLAYED = /^(audio\/(mpeg|wav)|video\/mp4)$/;

export const isPicture = (mediaType: string): boolean => PICTURE.test(mediaType);

/** Browsers show or play these types. Anything else is only offered for saving. */
export const isShown = (mediaType: string): boolean => isPicture(mediaType) || PLAYED.test(mediaType);

interface SentFile {
  path: string;
  mediaType: string;
  name: string;
}

/** The type of the file must be one that cannot run anything. */
export function inline(response: Response, file: SentFile): void {
  send(response, file, { 'Content-Type': file.mediaType, 'Content-Disposition': 'inline' });
}

/** The file may contain anything, so it is offered for saving and never opened here. */
export function attached(response: Response, file: SentFile): void {
  const name = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  send(response, file, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
  });
}

/** An archive of personal data stays in no cache. */
export async function archive(
  response: Response,
  { content, bytes }: { content: Readable; bytes: number },
  name: string,
): Promise<void> {
  response.set({
    'Content-Type': 'application/gzip',
    'Content-Length': String(bytes),
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  // Whoever closes the browser meanwhile ends the reading, too, and there is nobody left to tell.
  await pipeline(content, response).catch(() => undefined);
}

function send(response: Response, { path }: SentFile, headers: Record<string, string>): void {
  response.set({
    ...headers,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  response.sendFile(path, { cacheControl: false, dotfiles: 'allow' });
}
