import type { Attachment, OutboundContent } from '../../delivery/index.js';

const MAX_TEXT_BYTES = 2048;

export interface Uploaded {
  mediaId?: string;
  thumbnailId?: string;
}

export function fits(text: string): boolean {
  return Buffer.byteLength(text) <= MAX_TEXT_BYTES;
}

export function customerMessage({ text, url, attachment }: OutboundContent, uploaded: Uploaded): object {
  return attachment ? attached(attachment, text, uploaded, url) : typed('text', { content: text });
}

/**
 * An account may not be allowed to send every kind of message. Returns undefined if the message cannot be put
 * into words.
 */
export function inWords({ text, url, attachment }: OutboundContent): string | undefined {
  switch (attachment?.kind) {
    case 'menu':
      return lines(text, url, ...attachment.choices.map((choice) => choice.text), attachment.closing);
    case 'article':
      return lines(attachment.title, text, attachment.url);
    case 'mini_program':
      return lines(attachment.title, text, url);
    case 'image':
    case 'voice':
    case 'video':
    case undefined:
      return undefined;
  }
}

function lines(...said: (string | undefined)[]): string {
  return said.filter((line) => line).join('\n');
}

function attached(attachment: Attachment, text: string, uploaded: Uploaded, url = ''): object {
  const media = { media_id: uploaded.mediaId };
  const thumbnail = { thumb_media_id: uploaded.thumbnailId };
  switch (attachment.kind) {
    case 'image':
    case 'voice':
      return typed(attachment.kind, media);
    case 'video':
      return typed('video', { ...media, ...thumbnail, title: attachment.title, description: text });
    case 'article':
      return typed('news', { articles: [articleOf(attachment, text)] });
    case 'menu':
      return typed('msgmenu', menuOf(attachment, url ? `${text}\n${url}` : text));
    case 'mini_program':
      return typed('miniprogrampage', {
        title: attachment.title,
        appid: attachment.appId,
        pagepath: attachment.page,
        ...thumbnail,
      });
  }
}

// WeChat has allowed only one article per message since 2018.
function articleOf(article: Extract<Attachment, { kind: 'article' }>, text: string): object {
  return { title: article.title, description: text, url: article.url, picurl: article.pictureUrl ?? '' };
}

function menuOf(menu: Extract<Attachment, { kind: 'menu' }>, head: string): object {
  const list = menu.choices.map(({ id, text }) => ({ id, content: text }));
  return { head_content: head, list, tail_content: menu.closing ?? '' };
}

function typed(msgtype: string, content: object): object {
  return { msgtype, [msgtype]: content };
}
