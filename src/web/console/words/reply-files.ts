import type { NamedMedia } from '../../../conversations/index.js';
import { mediaTypeOf, UNKNOWN_TYPE } from '../../../platform/files/index.js';
import { BadRequest } from '../../../platform/http/index.js';

/**
 * The limit is a little above the largest allowed file, so that our own refusal, which names the limit, is the one
 * shown.
 */
export const UPLOAD = { limits: { fileSize: 21 * 1024 * 1024, files: 1, fields: 5 } };

export interface Uploaded {
  buffer: Buffer;
  originalname: string;
}

export function fileIn(uploaded: Uploaded | undefined): NamedMedia {
  if (!uploaded) throw new BadRequest('no_file');
  const { buffer: bytes, originalname } = uploaded;
  const mediaType = mediaTypeOf(bytes) ?? UNKNOWN_TYPE;
  return { bytes, mediaType, name: Buffer.from(originalname, 'latin1').toString('utf8') };
}
