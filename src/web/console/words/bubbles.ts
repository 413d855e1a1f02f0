import type { MessageRow } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';
import { deliveryLine } from '../deliveries/delivery-line.js';
import { saidIn } from './said.js';

const QUIET_MS = 5 * 60_000;
/** Nothing is said of what simply worked. */
const FINE = ['accepted', 'delivered'];

/** Messages as the partial `bubble` draws them: the time only where it changes, ours at the right. */
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

/** How an answer of ours is on its way, only while there is something to say unless `always`; and what may be decided. */
export function shownDelivery({ delivery }: MessageRow, always = false) {
  if (!delivery || (FINE.includes(delivery.state) && !always && !delivery.joined)) return {};
  return { delivery: deliveryLine(delivery) };
}
