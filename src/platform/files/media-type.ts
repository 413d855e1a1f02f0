type Signature = [mediaType: string, start: RegExp];

const SIGNATURES: Signature[] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBP/s],
  ['image/bmp', /^BM.{4}\0{4}/s],
  ['audio/amr', /^#!AMR\n/],
  ['audio/amr-wb', /^#!AMR-WB\n/],
  ['audio/mpeg', /^(ID3|\xff[\xfb\xf3\xf2])/],
  ['audio/wav', /^RIFF.{4}WAVE/s],
  ['audio/silk', /^\x02?#!SILK/],
  ['audio/ogg', /^OggS/],
  ['video/mp4', /^.{4}ftyp/s],
];

/** Looks at the first bytes, because the type that comes with a file cannot be trusted. */
export function mediaTypeOf(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 16);
  return SIGNATURES.find(([, signature]) => signature.test(start))?.[0];
}
