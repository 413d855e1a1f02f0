import type { NamedMedia } from '../../../conversations/index.js';
import { mediaTypeOf } from '../../../platform/files/index.js';
import { BadRequest } from '../../../platform/http/index.js';

/** A little above what a file may have, so that the refusal is ours and says the limit. */
export const UPLOAD = { limits: { fileSize: 21 * 1024 * 1024, files: 1, fields: 5 } };

/** As the multipart reader gives it: the name in Latin-1, whatever it is. */
export interface Uploaded {
  buffer: Buffer;
  originalname: string;
}

/** A file that came with a form; its type is found by looking. */
export function fileIn(uploaded: Uploaded | undefined): NamedMedia {
  if (!uploaded) throw new BadRequest('no_file', 'There is no file.');
  const { buffer: bytes, originalname } = uploaded;
  const mediaType = mediaTypeOf(bytes) ?? 'application/octet-stream';
  return { bytes, mediaType, name: Buffer.from(originalname, 'latin1').toString('utf8') };
}
