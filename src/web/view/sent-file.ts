import type { Response } from 'express';

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
export function archive(response: Response, bytes: Buffer, name: string): void {
  response.set({
    'Content-Type': 'application/gzip',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.send(bytes);
}

function send(response: Response, { path }: SentFile, headers: Record<string, string>): void {
  response.set({
    ...headers,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  response.sendFile(path, { cacheControl: false, dotfiles: 'allow' });
}
