import type { InboundFact, Said } from '../../../delivery/index.js';
import { word, type Fields } from '../fields.js';

type Reader = (fields: Fields) => Said | undefined;

export function messageOf(fields: Fields, type: string): InboundFact {
  const providerId = word(fields, 'MsgId') ?? '';
  const said = KINDS.get(type)?.(fields) ?? { kind: 'unsupported', text: '', original: type };
  return { type: 'message', providerId, ...said };
}

const KINDS = new Map<string, Reader>([
  ['text', textOf],
  ['image', imageOf],
  ['voice', voiceOf],
  ['video', videoOf],
  ['shortvideo', videoOf],
  ['location', locationOf],
  ['link', linkOf],
  ['file', fileOf],
]);

function textOf(fields: Fields): Said | undefined {
  const text = word(fields, 'Content');
  return text === undefined
    ? undefined
    : { kind: 'text', text, ...present({ choice: word(fields, 'bizmsgmenuid') }) };
}

function imageOf(fields: Fields): Said | undefined {
  const mediaId = word(fields, 'MediaId');
  return mediaId
    ? { kind: 'image', text: '', mediaId, ...present({ previewUrl: word(fields, 'PicUrl') }) }
    : undefined;
}

// WeChat sends `Recognition` only for accounts that have switched it on, and often not even then.
function voiceOf(fields: Fields): Said | undefined {
  const mediaId = word(fields, 'MediaId');
  const text = word(fields, 'Recognition') ?? '';
  return mediaId
    ? { kind: 'voice', text, mediaId, ...present({ format: word(fields, 'Format') }) }
    : undefined;
}

function videoOf(fields: Fields): Said | undefined {
  const mediaId = word(fields, 'MediaId');
  return mediaId
    ? { kind: 'video', text: '', mediaId, ...present({ thumbnailId: word(fields, 'ThumbMediaId') }) }
    : undefined;
}

function locationOf(fields: Fields): Said | undefined {
  const latitude = degrees(word(fields, 'Location_X'), 90);
  const longitude = degrees(word(fields, 'Location_Y'), 180);
  return latitude === undefined || longitude === undefined
    ? undefined
    : { kind: 'location', text: word(fields, 'Label') ?? '', latitude, longitude };
}

// The title of a link is kept even if its address is not http or https.
function linkOf(fields: Fields): Said {
  const given = word(fields, 'Url') ?? '';
  const url = /^https?:\/\//.test(given) ? given : undefined;
  const description = word(fields, 'Description');
  return { kind: 'link', text: word(fields, 'Title') ?? '', ...present({ url, description }) };
}

// WeChat sends this kind without documenting it. It has no media id, so the file cannot be fetched.
function fileOf(fields: Fields): Said {
  const bytes = Number(word(fields, 'FileTotalLen'));
  const known = Number.isSafeInteger(bytes) && bytes > 0;
  return { kind: 'file', text: word(fields, 'Title') ?? '', ...(known ? { bytes } : {}) };
}

function degrees(text: string | undefined, most: number): number | undefined {
  const value = text?.trim() ? Number(text) : Number.NaN;
  return Math.abs(value) <= most ? value : undefined;
}

function present<T extends Record<string, string | undefined>>(fields: T): Partial<Record<keyof T, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as Partial<
    Record<keyof T, string>
  >;
}
