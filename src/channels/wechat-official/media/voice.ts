import decodeAmr from '@audio/decode-amr';
import type { Media, Recording } from '../../../conversations/index.js';
import { amrSeconds } from './amr-frames.js';
import { wav } from './wav.js';

/**
 * WeChat's voices last at most a minute. Without a limit, a small file of empty frames would become gigabytes
 * of silence.
 */
const LONGEST_S = 300;

/** Adds a version that browsers can play, unless the voice is not AMR, is broken or is too long. */
export async function playable(media: Media): Promise<Recording> {
  if (!media.mediaType.startsWith('audio/amr')) return media;
  const seconds = amrSeconds(media.bytes);
  const decoded = seconds > 0 && seconds <= LONGEST_S ? await decoding(media.bytes) : undefined;
  return { ...media, seconds: Math.max(1, Math.round(seconds)), ...(decoded && { playable: decoded }) };
}

async function decoding(amr: Buffer): Promise<Media | undefined> {
  const { channelData, sampleRate } = await decodeAmr(new Uint8Array(amr));
  const [samples] = channelData;
  return samples?.length ? { bytes: wav(samples, sampleRate), mediaType: 'audio/wav' } : undefined;
}
