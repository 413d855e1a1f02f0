const AMR_START = Buffer.from('#!AMR\n');
/** Each entry is the size of a frame in bytes, with its header, by frame type. A frame lasts 20 ms (RFC 4867). */
const AMR_FRAMES = [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1];
const AMR_FRAME_SECONDS = 0.02;
/** These are the bit rates in kbit/s of MPEG 1 and MPEG 2 layer III, by index. */
const MP3_RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

export type VoiceType = 'audio/amr' | 'audio/mpeg';

export function voiceType(bytes: Buffer): VoiceType | undefined {
  if (bytes.subarray(0, AMR_START.length).equals(AMR_START)) return 'audio/amr';
  const tagged = bytes.subarray(0, 3).equals(Buffer.from('ID3'));
  return tagged || isMp3Frame(bytes) ? 'audio/mpeg' : undefined;
}

export function secondsOf(bytes: Buffer, type: VoiceType): number {
  return type === 'audio/amr' ? amrSeconds(bytes) : mp3Seconds(bytes);
}

function amrSeconds(bytes: Buffer): number {
  let frames = 0;
  for (let at = AMR_START.length; at < bytes.length; frames++) {
    at += AMR_FRAMES[((bytes[at] ?? 0) >> 3) & 15] ?? 1;
  }
  return frames * AMR_FRAME_SECONDS;
}

/** Uses the rate of the first frame, which is exact for a constant rate and an estimate for a varying one. */
function mp3Seconds(bytes: Buffer): number {
  const start = bytes.findIndex((_, at) => isMp3Frame(bytes.subarray(at, at + 3)));
  if (start < 0) return 0;
  const older = ((bytes[start + 1] ?? 0) >> 3) & 1 ? 0 : 1;
  const rate = MP3_RATES[older]?.[(bytes[start + 2] ?? 0) >> 4] ?? 0;
  return rate === 0 ? 0 : ((bytes.length - start) * 8) / (rate * 1000);
}

function isMp3Frame(bytes: Buffer): boolean {
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2;
}
