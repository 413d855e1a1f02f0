import { extensionOf, UNKNOWN_TYPE } from '../../../platform/files/index.js';
import type { MessageRow } from '../../queries/index.js';
import { isPicture, isShown } from '../../view/index.js';

const FETCHED = ['image', 'voice', 'video'];
const WORDS = ['text', 'article', 'menu', 'mini_program'];

export function saidIn(message: MessageRow): object {
  const { kind, text, content, file } = message;
  if (WORDS.includes(kind)) return { form: 'text', text, choices: content['choices'] };
  if (kind === 'location') return placeIn(message);
  if (kind === 'link') return { form: 'link', text, url: content['url'], about: content['description'] };
  if (FETCHED.includes(kind) || (kind === 'file' && file)) return file ? fileIn(message) : awaited(message);
  if (kind === 'file') return { form: 'file', text, bytes: content['bytes'] };
  return { form: kind === 'erased' ? 'erased' : 'unsupported' };
}

function fileIn({ id, kind, text, file }: MessageRow): object {
  const { mediaType, playableType, seconds, bytes } = file!;
  const served = playableType ?? mediaType;
  const type = mediaType === UNKNOWN_TYPE ? '' : extensionOf(mediaType).toUpperCase();
  const download = `/files/${id}/original`;
  const more = { type, bytes, shown: isShown(served), url: `/files/${id}`, download };
  return { form: kind === 'file' ? kind : formOf(served), kind, messageId: id, text, seconds, ...more };
}

/** The bytes decide how a file is shown, because a customer's phone may send another kind than it announced. */
function formOf(mediaType: string): string {
  if (isPicture(mediaType)) return 'image';
  if (mediaType.startsWith('audio/')) return 'voice';
  return mediaType === 'video/mp4' ? 'video' : 'file';
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
