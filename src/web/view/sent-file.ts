import type { Response } from 'express';

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

function send(response: Response, { path }: SentFile, headers: Record<string, string>): void {
  response.set({
    ...headers,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  response.sendFile(path, {
    cacheControl: false,
    dotfiles: 'allow',
    headers: { 'Cache-Control': 'private, max-age=86400' },
  });
}
