const FRAMES_PER_SECOND = 50;

/**
 * `sizes` gives the bytes after each frame header by frame type. A type that is missing here ends the file.
 */
const KINDS = [
  { head: '#!AMR\n', sizes: new Map(counted([12, 13, 15, 17, 19, 20, 26, 31, 5]).concat([[15, 0]])) },
  {
    head: '#!AMR-WB\n',
    sizes: new Map(
      counted([17, 23, 32, 36, 40, 46, 50, 58, 60, 5]).concat([
        [14, 0],
        [15, 0],
      ]),
    ),
  },
];

/** An AMR file does not state its duration, so its frames are counted. */
export function amrSeconds(bytes: Buffer): number {
  const kind = KINDS.find(({ head }) => bytes.toString('latin1', 0, head.length) === head);
  if (!kind) return 0;
  let frames = 0;
  for (let at = kind.head.length; at < bytes.length; frames += 1) {
    const size = kind.sizes.get((bytes[at]! >> 3) & 15);
    if (size === undefined || at + 1 + size > bytes.length) break;
    at += 1 + size;
  }
  return frames / FRAMES_PER_SECOND;
}

function counted(sizes: number[]): [mode: number, size: number][] {
  return sizes.map((size, mode) => [mode, size]);
}
