import { DEFAULT_LANGUAGE } from '../customers/index.js';
import type { Allowance } from './allowance.js';
import type { Outbound, OutboundContent } from './channel.js';
import { MAX_BYTES } from './split-text.js';

export interface Due extends Allowance {
  id: string;
  identityId: string;
  conversationId: string;
  messageId: string;
  purpose: string;
  content: OutboundContent;
  attempts: number;
  reason: string | null;
  tried: string[];
  takesLast: boolean;
  mayCall: boolean;
  joinsAuthor: string | null;
  createdAt: Date;
  unclearSince: Date | null;
  /** Something newer about its ticket has gone out. */
  stale: boolean;
  externalId: string;
  language: string | null;
  reachable: boolean;
  next: Part[];
  accountId: string;
  accountKey: string;
  kind: string;
  accountName: string;
  departmentId: string;
  enabled: boolean;
}

export interface Part {
  id: string;
  content: OutboundContent;
  createdAt: Date | string;
  joinsAuthor: string | null;
}

const BREATH_MS = 1000;

/**
 * Returns the delivery and the texts that are sent in the same message: those that the same author wrote less
 * than a second apart, as far as they fit.
 */
export function joinedTexts(due: Due): Part[] {
  const parts: Part[] = [due];
  if (due.joinsAuthor === null || due.content.attachment) return parts;
  for (const part of due.next) {
    if (!follows(part, parts.at(-1)!) || !fits([...parts, part])) return parts;
    parts.push(part);
  }
  return parts;
}

export function outboundOf(due: Due, parts: Part[]): Outbound {
  const { id, messageId, externalId, purpose, departmentId, enabled } = due;
  const { accountId, accountKey: key, accountName: name, kind } = due;
  const account = { id: accountId, key, kind, name, departmentId, enabled };
  const language = due.language ?? DEFAULT_LANGUAGE;
  const content = parts.length > 1 ? { ...due.content, text: textOf(parts) } : due.content;
  return { id, messageId, account, externalId, purpose, language, content };
}

function follows(part: Part, before: Part): boolean {
  const apart = new Date(part.createdAt).getTime() - new Date(before.createdAt).getTime();
  return part.joinsAuthor === before.joinsAuthor && !part.content.attachment && apart < BREATH_MS;
}

function fits(parts: Part[]): boolean {
  return Buffer.byteLength(textOf(parts)) <= MAX_BYTES;
}

function textOf(parts: Part[]): string {
  return parts.map(({ content }) => content.text).join('\n');
}
