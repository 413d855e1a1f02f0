interface Kind {
  mediaType: string;
  extension: string;
  start: RegExp;
}

const kind = (mediaType: string, extension: string, start: RegExp): Kind => ({ mediaType, extension, start });

/** The family `ftyp` tells its members apart by their brand. The last row takes those of other brands. */
const KINDS: Kind[] = [
  kind('image/jpeg', 'jpg', /^\xff\xd8\xff/),
  kind('image/png', 'png', /^\x89PNG\r\n\x1a\n/),
  kind('image/gif', 'gif', /^GIF8[79]a/),
  kind('image/webp', 'webp', /^RIFF.{4}WEBP/s),
  kind('image/bmp', 'bmp', /^BM.{4}\0{4}/s),
  kind('image/tiff', 'tif', /^(II\*\0|MM\0\*)/),
  kind('image/heic', 'heic', /^.{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/s),
  kind('image/avif', 'avif', /^.{4}ftypavi[fs]/s),
  kind('audio/amr', 'amr', /^#!AMR\n/),
  kind('audio/amr-wb', 'awb', /^#!AMR-WB\n/),
  kind('audio/aac', 'aac', /^\xff[\xf0\xf1\xf8\xf9]/),
  kind('audio/mpeg', 'mp3', /^(ID3|\xff[\xfb\xf3\xf2])/),
  kind('audio/wav', 'wav', /^RIFF.{4}WAVE/s),
  kind('audio/silk', 'silk', /^\x02?#!SILK/),
  kind('audio/ogg', 'ogg', /^OggS/),
  kind('audio/flac', 'flac', /^fLaC/),
  kind('audio/mp4', 'm4a', /^.{4}ftypM4[AB]/s),
  kind('video/quicktime', 'mov', /^.{4}ftypqt/s),
  kind('video/3gpp', '3gp', /^.{4}ftyp3g/s),
  kind('video/mp4', 'mp4', /^.{4}ftyp/s),
  kind('video/webm', 'webm', /^\x1a\x45\xdf\xa3/),
  kind('application/pdf', 'pdf', /^%PDF-/),
  kind('application/zip', 'zip', /^PK\x03\x04/),
];

const EXTENSIONS = new Map([
  ...KINDS.map(({ mediaType, extension }) => [mediaType, extension] as const),
  ['audio/speex', 'spx'] as const,
]);

/** What may be anything, and what no browser opens. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** Looks at the first bytes, because the type that comes with a file cannot be trusted. */
export function mediaTypeOf(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 16);
  return KINDS.find((one) => one.start.test(start))?.mediaType;
}

/** Returns `bin` for a type that is not known. */
export function extensionOf(mediaType: string): string {
  return EXTENSIONS.get(mediaType) ?? 'bin';
}
