import type { BubbleContent, Choice } from './bubble.js';
import type { Medium, MediaKind } from './media.service.js';
import { type Json, object, text } from './platform-calls.service.js';
import { secondsOf, voiceType } from './sound.js';
import { WechatRefusal } from './wechat-refusal.js';
import { isRecord } from './wire/wire-xml.js';

const TEXT_BYTES = 2_048;

/** Refuses with 40007. */
export type Fetch = (mediaId: string, kind: MediaKind) => Promise<Medium>;
type Voice = Extract<BubbleContent, { kind: 'voice' }>;
type Reader = (part: Json, fetch: Fetch) => BubbleContent | Promise<BubbleContent>;

const READERS: Record<string, Reader> = {
  text: (part) => ({ kind: 'text', text: sendable(text(part, 'content')) }),
  image: async (part, fetch) => ({ kind: 'image', mediaId: await fetched(part, fetch, 'image') }),
  voice: async (part, fetch) => voice(await fetch(text(part, 'media_id'), 'voice')),
  video: async (part, fetch) => {
    await fetch(text(part, 'thumb_media_id'), 'thumb');
    return { kind: 'video', mediaId: await fetched(part, fetch, 'video'), title: text(part, 'title') };
  },
  music: async (part, fetch) => {
    await fetch(text(part, 'thumb_media_id'), 'thumb');
    return {
      kind: 'article',
      title: text(part, 'title'),
      description: text(part, 'description'),
      url: text(part, 'musicurl'),
    };
  },
  news: (part) => article(list(part, 'articles')),
  msgmenu: (part) => choices(part),
  miniprogrampage: async (part, fetch) => ({
    kind: 'mini_program',
    title: filled(part, 'title'),
    page: filled(part, 'pagepath'),
    mediaId: (await fetch(text(part, 'thumb_media_id'), 'thumb')).mediaId,
  }),
};
/** WeChat knows these types, but official accounts may not send them. */
const OF_OTHERS = new Set(['link']);

/** Refuses with 40007, 40008, 44004, 45002, 45008 or 45162. */
export async function contentOf(request: Json, fetch: Fetch): Promise<BubbleContent> {
  const type = text(request, 'msgtype');
  if (OF_OTHERS.has(type)) throw new WechatRefusal(45162);
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!reader) throw new WechatRefusal(40008);
  return reader(object(request, type), fetch);
}

export function voice({ mediaId, bytes }: Pick<Medium, 'mediaId' | 'bytes'>): Voice {
  const seconds = secondsOf(bytes, voiceType(bytes) ?? 'audio/amr');
  return { kind: 'voice', mediaId, seconds: Math.max(1, Math.round(seconds)) };
}

async function fetched(part: Json, fetch: Fetch, kind: MediaKind): Promise<string> {
  return (await fetch(text(part, 'media_id'), kind)).mediaId;
}

function sendable(words: string): string {
  if (words === '') throw new WechatRefusal(44004);
  if (Buffer.byteLength(words) > TEXT_BYTES) throw new WechatRefusal(45002);
  return words;
}

function filled(part: Json, field: string): string {
  const value = text(part, field);
  if (value === '') throw new WechatRefusal(44004);
  return value;
}

/** WeChat has allowed only one article since 2018-10-12. */
function article(articles: Json[]): BubbleContent {
  const [one] = articles;
  if (!one || articles.length > 1) throw new WechatRefusal(45008);
  const picture = text(one, 'picurl');
  return {
    kind: 'article',
    title: filled(one, 'title'),
    description: text(one, 'description'),
    url: text(one, 'url'),
    ...(picture ? { picture } : {}),
  };
}

function choices(part: Json): BubbleContent {
  const given: Choice[] = list(part, 'list').map((item) => ({
    id: filled(item, 'id'),
    text: filled(item, 'content'),
  }));
  if (given.length === 0) throw new WechatRefusal(44004);
  return {
    kind: 'choices',
    head: text(part, 'head_content'),
    choices: given,
    tail: text(part, 'tail_content'),
  };
}

function list(part: Json, field: string): Json[] {
  const value = part[field];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
