import type { MessageRow } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';
import { deliveryLine } from '../deliveries/delivery-line.js';
import { saidIn } from './said.js';

const QUIET_MS = 5 * 60_000;
const FINE = ['accepted', 'delivered'];

/** `acts` tells that the reader may see the customer's personal numbers. */
interface Spoken {
  name: string;
  acts: boolean;
}

export function bubblesOf(messages: MessageRow[], customer: Spoken, { t }: Speech) {
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
      ...sealedIn(message, customer.acts),
      at: message.createdAt,
      showTime: !before || message.createdAt.getTime() - before.createdAt.getTime() > QUIET_MS,
      ...shownDelivery(message),
    };
  });
}

/** Names the message whose words the reader may have shown in full. */
export function sealedIn({ id, holdsPersonal }: MessageRow, acts: boolean): { sealed?: string } {
  return holdsPersonal && acts ? { sealed: id } : {};
}

/** A delivery that simply worked is left out, unless it was joined with another or `always` is set. */
export function shownDelivery({ delivery }: MessageRow, always = false) {
  if (!delivery || (FINE.includes(delivery.state) && !always && !delivery.joined)) return {};
  return { delivery: deliveryLine(delivery) };
}
