import type { EventRow, MessageRow, SaidRow } from '../../queries/index.js';
import { sealedIn, shownDelivery } from '../words/bubbles.js';
import { saidIn } from '../words/said.js';
import { type EventLine, eventLines, type Telling } from './story-events.js';

interface NoteLine {
  kind: 'note';
  id: string;
  author: { name: string };
  text: string;
  at: Date;
}

interface MessageLine {
  kind: 'message';
  id: string;
  side: 'them' | 'us';
  author: { name: string };
  said: object;
  sealed?: string;
  at: Date;
}

interface FoldedLines {
  kind: 'folded';
  id: string;
  count: number;
  at: Date;
  entries: EventLine[];
}

type Line = EventLine | NoteLine | MessageLine | FoldedLines;

/** `acts` tells that the reader may see the customer's personal numbers. */
interface Customer {
  customer: string;
  acts: boolean;
}

export function storyOf(events: EventRow[], messages: MessageRow[], telling: Telling & Customer): Line[] {
  const lines = [
    ...eventLines(events, telling),
    ...telling.said.filter(({ kind }) => kind === 'note').map(noteLine),
    ...messages.map((message) => messageLine(message, telling)),
  ];
  return folded(lines.sort((a, b) => a.at.getTime() - b.at.getTime()));
}

function noteLine({ id, author, text, at }: SaidRow): NoteLine {
  return { kind: 'note', id: `note-${id}`, author: { name: author ?? '' }, text, at };
}

function messageLine(message: MessageRow, { customer, acts, speech }: Telling & Customer): MessageLine {
  const theirs = message.direction === 'in';
  const { name, kind } = message.author;
  const automatic = !theirs && kind !== 'member';
  return {
    kind: 'message',
    id: `message-${message.id}`,
    side: theirs ? 'them' : 'us',
    author: { name: theirs ? customer : (name ?? speech.t(`conversation.by_${kind}`)) },
    said: saidIn(message),
    ...sealedIn(message, acts),
    at: message.createdAt,
    ...(automatic ? { automatic, ...shownDelivery(message, true) } : shownDelivery(message)),
  };
}

/** Small events that follow each other are folded into one line until somebody wants to see them. */
function folded(lines: Line[]): Line[] {
  const story: Line[] = [];
  for (const line of lines) {
    const before = story.at(-1);
    if (line.kind !== 'event' || !line.small) story.push(line);
    else if (before?.kind === 'folded') before.entries.push(line);
    else story.push({ kind: 'folded', id: `fold-${line.id}`, count: 0, at: line.at, entries: [line] });
  }
  return story.map((line) => (line.kind === 'folded' ? { ...line, count: line.entries.length } : line));
}
