import type { MessageRow } from '../../queries/index.js';

const PICTURE = /^image\/(jpeg|png|gif|webp)$/;
const PLAYED = /^(audio\/(mpeg|wav)|video\/mp4)$/;
const FETCHED = ['image', 'voice', 'video'];
const WORDS = ['text', 'article', 'menu', 'mini_program'];

export const isShown = (mediaType: string): boolean => PICTURE.test(mediaType) || PLAYED.test(mediaType);

export function saidIn(message: MessageRow): object {
  const { kind, text, content, file } = message;
  if (WORDS.includes(kind)) return { form: 'text', text, choices: content['choices'] };
  if (kind === 'location') return placeIn(message);
  if (kind === 'link') return { form: 'link', text, url: content['url'], about: content['description'] };
  if (FETCHED.includes(kind) || (kind === 'file' && file)) return file ? fileIn(message) : awaited(message);
  if (kind === 'file') return { form: 'file', text, bytes: content['bytes'] };
  return { form: 'unsupported' };
}

function fileIn({ id, kind, text, file }: MessageRow): object {
  const { mediaType, playableType, seconds, bytes } = file!;
  const shown = isShown(playableType ?? mediaType);
  const form = kind === 'image' && !shown ? 'file' : kind;
  const download = `/files/${id}/original`;
  return { form, messageId: id, text, seconds, bytes, shown, url: `/files/${id}`, download };
}

function awaited({ kind, text, lost }: MessageRow): object {
  return { form: lost ? 'lost' : 'pending', kind, text };
}

// WeChat's coordinates are those of Chinese maps (GCJ-02). On other maps the mark would be beside the place.
function placeIn({ text, content }: MessageRow): object {
  const where = `${Number(content['latitude'])},${Number(content['longitude'])}`;
  const query = new URLSearchParams({ marker: `coord:${where};title:${text || where}`, referer: 'huiyin' });
  return { form: 'place', text, where, url: `https://apis.map.qq.com/uri/v1/marker?${query}` };
}
