import type { MessageRow } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';
import { deliveryLine } from '../deliveries/delivery-line.js';
import { saidIn } from './said.js';

const QUIET_MS = 5 * 60_000;
/** A delivery that simply worked is not mentioned. */
const FINE = ['accepted', 'delivered'];

/**
 * Prepares messages for the partial `bubble`: the time is shown only where it changes, and our own are at the right.
 */
export function bubblesOf(messages: MessageRow[], customer: { name: string }, { t }: Speech) {
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const { kind: author, name } = message.author;
    const theirs = message.direction === 'in';
    return {
      id: message.id,
      side: theirs ? 'them' : 'us',
      author: { name: theirs ? customer.name : (name ?? t(`conversation.by_${author}`)) },
      automatic: !theirs && author !== 'member',
      said: saidIn(message),
      at: message.createdAt,
      showTime: !before || message.createdAt.getTime() - before.createdAt.getTime() > QUIET_MS,
      ...shownDelivery(message),
    };
  });
}

/** Tells how our answer is on its way and what may be decided. With `always` it does so even when all is well. */
export function shownDelivery({ delivery }: MessageRow, always = false) {
  if (!delivery || (FINE.includes(delivery.state) && !always && !delivery.joined)) return {};
  return { delivery: deliveryLine(delivery) };
}
