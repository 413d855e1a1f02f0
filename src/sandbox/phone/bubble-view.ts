import { inLanguage, type MenuItem } from '../account.js';
import type { Bubble } from '../bubble.js';
import { itemWith } from '../menus.service.js';
import { wordsIn } from './phone-reader.js';
import { when } from './phone-time.js';

/** After a longer pause than this, the chat shows a line with the time, as a real phone does. */
const PAUSE_MS = 5 * 60_000;

export interface TextPart {
  text: string;
  href?: string;
}

interface Setting {
  menu: MenuItem[];
  language: string;
  now: Date;
  previousAt?: Date;
}

export function bubbleViews(bubbles: Bubble[], setting: Setting): object[] {
  let previous = setting.previousAt;
  return bubbles.map((bubble) => {
    const paused = !previous || Math.abs(bubble.at.getTime() - previous.getTime()) > PAUSE_MS;
    previous = bubble.at;
    return {
      id: bubble.id,
      up: bubble.direction === 'up',
      via: bubble.via,
      time: paused ? when(bubble.at, setting.now, setting.language) : undefined,
      [bubble.kind]: content(bubble, setting),
    };
  });
}

export function lastLine(
  bubble: Pick<Bubble, 'kind'> & Partial<Record<'text' | 'title' | 'head', string>>,
  language: string,
): string {
  const { pictureLine, voiceLine, videoLine } = wordsIn(language);
  const lines: Record<string, string> = { image: pictureLine, voice: voiceLine, video: videoLine };
  return lines[bubble.kind] ?? bubble.text ?? bubble.title ?? bubble.head ?? '';
}

export function noticeLine(
  bubble: { notice: string; about?: string },
  menu: MenuItem[],
  language: string,
): string {
  const words = wordsIn(language);
  const item = bubble.about === undefined ? undefined : itemWith(menu, bubble.about);
  const about = item ? inLanguage(item.name, language) : (bubble.about ?? '');
  const lines: Record<string, string> = { ...words.notices, service_fault: words.fault };
  return (lines[bubble.notice] ?? '').replace('{about}', about);
}

/** Splits a text into plain text and links: WeChat's `<a href>` and bare addresses. */
export function textParts(text: string): TextPart[] {
  const link =
    /<a\s+href="(https?:\/\/[^"]+)"[^>]*>([^<]*)<\/a>|(https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uffef]*[\w/#=&%~-])/g;
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of text.matchAll(link)) {
    if (found.index > end) parts.push({ text: text.slice(end, found.index) });
    parts.push({ text: found[2] ?? found[0], href: found[1] ?? found[3] });
    end = found.index + found[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

function content(bubble: Bubble, setting: Setting): object {
  switch (bubble.kind) {
    case 'text':
      return { parts: textParts(bubble.text) };
    case 'image':
      return { mediaId: bubble.mediaId };
    case 'voice':
      return { mediaId: bubble.mediaId, seconds: bubble.seconds, text: bubble.text };
    case 'video':
      return { mediaId: bubble.mediaId, title: bubble.title };
    case 'choices':
      return { head: bubble.head, list: bubble.choices, tail: bubble.tail };
    case 'mini_program':
      return { title: bubble.title, mediaId: bubble.mediaId };
    case 'card':
      return { title: bubble.title, fields: bubble.fields, url: httpUrl(bubble.url) };
    case 'article':
      return {
        title: bubble.title,
        description: bubble.description,
        url: httpUrl(bubble.url),
        picture: httpUrl(bubble.picture),
      };
    case 'notice':
      return { line: noticeLine(bubble, setting.menu, setting.language) };
  }
}

function httpUrl(url: string | undefined): string | undefined {
  return url && /^https?:\/\//.test(url) ? url : undefined;
}
