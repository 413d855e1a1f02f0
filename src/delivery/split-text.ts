/** WeChat refuses a text of more than 2,048 bytes of UTF-8 (error 45002). */
export const MAX_BYTES = 2048;

/** Cuts at the end of a line or sentence if one is near, and never within a visible character. */
export function splitText(text: string, maxBytes = MAX_BYTES): string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    const size = Buffer.byteLength(segment);
    if (bytes + size > maxBytes) {
      const cut = goodEnd(piece);
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      bytes = Buffer.byteLength(piece);
    }
    piece += segment;
    bytes += size;
  }
  return [...pieces, piece].map((part) => part.trim()).filter((part) => part !== '');
}

function goodEnd(piece: string): number {
  const near = Math.floor(piece.length * 0.8);
  const end = Math.max(...['\n', '。', '！', '？', '. '].map((mark) => piece.lastIndexOf(mark)));
  return end >= near ? end + 1 : piece.length;
}
