import type { Choices } from '../desk.queries.js';
import type { EventRow, SaidRow } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';

/** Lines that are `small` fold together. `quote` is a colleague's text about the event. */
export interface EventLine {
  kind: 'event';
  id: string;
  icon: string;
  text: string;
  at: Date;
  by: string | null;
  small: boolean;
  quote?: string;
}

export interface Telling extends Choices {
  speech: Speech;
  said: SaidRow[];
  colleagues: { id: string; name: string }[];
}

interface Form {
  icon: string;
  small?: true;
  words?: [kind: SaidRow['kind'], id: string];
}

/** Other events appear as the messages and notes that they are about. */
const FORMS: Record<string, Form> = {
  'ticket.opened': { icon: 'plus-lg' },
  'ticket.contact_bound': { icon: 'qr-code-scan' },
  'ticket.customer_joined': { icon: 'person-check' },
  'ticket.claimed': { icon: 'hand-index' },
  'ticket.taken_over': { icon: 'person-check' },
  'ticket.assigned': { icon: 'person-check' },
  'ticket.released': { icon: 'person-dash' },
  'ticket.status_changed': { icon: 'arrow-right', small: true },
  'ticket.held': { icon: 'pause-fill', words: ['hold', 'holdId'] },
  'ticket.priority_changed': { icon: 'flag' },
  'ticket.reclassified': { icon: 'tag' },
  'ticket.edited': { icon: 'pencil', small: true },
  'ticket.handed_off': { icon: 'arrow-left-right', words: ['handoff', 'handoffId'] },
  'ticket.handoff_accepted': { icon: 'box-arrow-in-right' },
  'ticket.handoff_returned': { icon: 'arrow-return-left', words: ['handoff_answer', 'handoffId'] },
  'ticket.handoff_withdrawn': { icon: 'x-lg' },
  'ticket.resolved': { icon: 'check2', words: ['resolution', 'resolutionId'] },
  'ticket.reopened': { icon: 'arrow-counterclockwise', words: ['reopening', 'resolutionId'] },
  'ticket.closed': { icon: 'check2-all' },
  'refund.requested': { icon: 'cash-coin' },
  'refund.changed': { icon: 'cash-coin' },
  'refund.approved': { icon: 'check2-circle' },
  'refund.rejected': { icon: 'x-circle' },
  'refund.withdrawn': { icon: 'arrow-return-left' },
  'refund.paid': { icon: 'cash-stack' },
  'sla.timer_started': { icon: 'stopwatch', small: true },
  'sla.timer_paused': { icon: 'pause', small: true },
  'sla.timer_resumed': { icon: 'play', small: true },
  'sla.timer_met': { icon: 'stopwatch', small: true },
  'sla.timer_cancelled': { icon: 'stopwatch', small: true },
  'sla.warned': { icon: 'exclamation-circle', small: true },
  'sla.breached': { icon: 'exclamation-triangle' },
  'sla.escalated': { icon: 'telephone-outbound', small: true },
  'sla.escalation_asked': { icon: 'arrow-up-circle' },
  'sla.acknowledged': { icon: 'check2' },
};

export function eventLines(events: EventRow[], telling: Telling): EventLine[] {
  const offers = new Map(
    events.filter(({ name }) => name === 'ticket.handed_off').map(({ data, at }) => [data.handoffId, at]),
  );
  return events.flatMap((event): EventLine[] => {
    const form = FORMS[event.name];
    if (!form) return [];
    const since = offers.get(event.data.handoffId);
    const quote = wordsOf(event, form, telling.said) ?? reasonIn(event, telling.speech);
    return [
      {
        kind: 'event',
        id: `event-${event.id}`,
        icon: form.icon,
        text: telling.speech.t(`event.${event.name}`, valuesOf(event, telling, since)),
        at: event.at,
        by: event.actor,
        small: form.small ?? false,
        ...(quote && { quote }),
      },
    ];
  });
}

function valuesOf({ data, at }: EventRow, telling: Telling, offeredAt?: Date): Record<string, unknown> {
  const { speech, types, departments, colleagues } = telling;
  const { t, local, money, span } = speech;
  const named = (rows: { name: unknown }[], is: (row: never) => boolean) =>
    local(rows.find(is as never)?.name);
  const department = (id: unknown) => named(departments, (row: { id: string }) => row.id === id);
  const type = (key: unknown) => named(types, (row: { key: string }) => row.key === key);
  return {
    number: data.number,
    type: type(data.type),
    priority: data.priority,
    department: department(data.departmentId),
    to: department(data.toDepartmentId),
    name: colleagues.find(({ id }) => id === data.assigneeId)?.name ?? '',
    former: colleagues.find(({ id }) => id === data.takenFrom)?.name ?? '',
    from: typeof data.from === 'string' ? type(data.from) || wordOf('status', data.from, t) : '',
    status: typeof data.to === 'string' ? wordOf('status', data.to, t) : '',
    after: offeredAt ? span((at.getTime() - offeredAt.getTime()) / 1000) : '',
    metric: typeof data.metric === 'string' ? t(`metric.${data.metric}`) : '',
    amount: typeof data.amount === 'string' ? money(data.amount, String(data.currency)) : '',
    voucher: data.voucher,
    whom: typeof data.whom === 'string' ? t(`ladder.whom.${data.whom}`) : '',
  };
}

function reasonIn({ data }: EventRow, { local }: Speech): string | undefined {
  if (typeof data.reason === 'object' && data.reason !== null) return local(data.reason);
  return typeof data.reason === 'string' && 'takenFrom' in data ? data.reason : undefined;
}

/** Statuses are translated. A priority such as P1 is shown as it is. */
function wordOf(group: string, key: string, t: Speech['t']): string {
  return /^P\d$/.test(key) ? key : t(`${group}.${key}`);
}

function wordsOf({ data }: EventRow, { words }: Form, said: SaidRow[]): string | undefined {
  return words && said.find(({ kind, id }) => kind === words[0] && id === String(data[words[1]]))?.text;
}
