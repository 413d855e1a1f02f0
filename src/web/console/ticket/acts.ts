import type { Type } from '@nestjs/common';
import { TrackingLinks } from '../../../notifications/index.js';
import { RefundRequests } from '../../../refunds/index.js';
import { Escalations } from '../../../escalation/index.js';
import { Milestones } from '../../../sla/index.js';
import type { Member } from '../../../staff/index.js';
import { Assignment, Classification, Handoffs, Notes, Pausing } from '../../../tickets/index.js';
import { Resolutions, TicketReplies } from '../../../tickets/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { isId } from '../../../platform/database/index.js';
import { textAt, textsAt, type Typed } from '../../forms/index.js';
import { localInstant } from '../local-time.js';
import { mannerOf, seenIn, takesOver } from '../words/manner.js';
import * as fields from './act-fields.js';
import { correctionOf } from './ticket-correction.js';

export interface SentAct {
  by: Member;
  number: string;
  params: Record<string, string>;
  typed: Typed;
}

export type RoomOf = <Service>(service: Type<Service>) => Service;

export interface TicketAct {
  path: string;
  /** Acts with an icon are buttons at the head of the page, in the order of the table. */
  icon?: string;
  hotkey?: string;
  primary?: boolean;
  fields?: fields.ActField[];
  /** The button that sends the fields has the word under this key. It defaults to `act.<name>`. */
  send?: string;
  /**
   * The act has no button of its own but stands in the sheet of the last of these acts that is open. What was typed
   * there is sent with it.
   */
  within?: readonly string[];
  /** The sentence above the fields is under this key. `name` in it is whoever has the ticket. */
  warns?: string;
  does: (sent: SentAct, room: RoomOf) => Promise<unknown>;
}

const handoffIn = ({ params }: SentAct) => params.id ?? '';
const textIn = ({ typed }: SentAct, name: string) => textAt(typed, name);

export const TICKET_ACTS = {
  accept: {
    path: 'handoffs/:id/acceptance',
    icon: 'box-arrow-in-right',
    hotkey: 'y',
    primary: true,
    does: (sent, room) => room(Handoffs).accept(sent.by, handoffIn(sent), sent.number),
  },
  return: {
    path: 'handoffs/:id/return',
    icon: 'arrow-return-left',
    fields: fields.RETURN,
    does: (sent, room) =>
      room(Handoffs).return(sent.by, handoffIn(sent), textIn(sent, 'reason'), sent.number),
  },
  claim: {
    path: 'claim',
    icon: 'hand-index',
    hotkey: 'c',
    primary: true,
    does: ({ by, number }, room) => room(Assignment).claim(by, number),
  },
  take_over: {
    path: 'claim',
    icon: 'person-check',
    warns: 'act.take_over_text',
    fields: fields.TAKE_OVER,
    does: ({ by, number, typed }, room) =>
      room(Assignment).claim(by, number, { reason: textAt(typed, 'reason'), takeOver: true }),
  },
  resume: {
    path: 'resumption',
    icon: 'play-fill',
    hotkey: 'u',
    primary: true,
    does: ({ by, number }, room) => room(Pausing).resume(by, number),
  },
  reopen: {
    path: 'reopening',
    icon: 'arrow-counterclockwise',
    hotkey: 'o',
    fields: fields.REOPEN,
    does: (sent, room) => room(Resolutions).reopen(sent.by, sent.number, textIn(sent, 'reason')),
  },
  hand_off: {
    path: 'handoffs',
    icon: 'arrow-left-right',
    hotkey: 'h',
    fields: fields.HAND_OFF,
    does: ({ by, number, typed }, room) =>
      room(Handoffs).offer(by, number, textsAt(typed, 'department', 'note')),
  },
  withdraw: {
    path: 'handoffs/:id/withdrawal',
    icon: 'x-lg',
    does: (sent, room) => room(Handoffs).withdraw(sent.by, handoffIn(sent), sent.number),
  },
  resolve: {
    path: 'resolution',
    icon: 'check2',
    hotkey: 'e',
    fields: fields.RESOLVE,
    does: (sent, room) =>
      room(Resolutions).resolve(sent.by, sent.number, textIn(sent, 'note'), seenIn(sent.typed)),
  },
  wait: {
    path: 'waiting',
    icon: 'hourglass-split',
    hotkey: 'w',
    does: ({ by, number, typed }, room) => room(Pausing).waitForCustomer(by, number, seenIn(typed)),
  },
  hold: {
    path: 'holds',
    icon: 'pause-fill',
    hotkey: 'p',
    fields: fields.HOLD,
    does: async (sent, room) => {
      const until = localInstant(textIn(sent, 'until'), room(Clock).zone);
      await room(Pausing).hold(sent.by, sent.number, { reason: textIn(sent, 'reason'), until });
    },
  },
  assign: {
    path: 'assignment',
    icon: 'person',
    hotkey: 't',
    fields: fields.ASSIGN,
    send: 'act.assign_to',
    does: (sent, room) => room(Assignment).assign(sent.by, sent.number, idOr0(textIn(sent, 'assignee'))),
  },
  release: {
    path: 'release',
    within: ['assign', 'take_over'],
    does: (sent, room) => room(Assignment).release(sent.by, sent.number, textIn(sent, 'reason')),
  },
  escalate: {
    path: 'escalations',
    icon: 'arrow-up-circle',
    hotkey: 'l',
    fields: fields.ESCALATE,
    does: (sent, room) => room(Escalations).ask(sent.by, sent.number, textIn(sent, 'why')),
  },
  correct: {
    path: 'correction',
    fields: fields.CORRECT,
    does: ({ by, number, typed }, room) => room(Classification).correct(by, number, correctionOf(typed)),
  },
  ask_refund: {
    path: 'refund',
    fields: fields.ASK_REFUND,
    does: ({ by, number, typed }, room) =>
      room(RefundRequests).put(by, number, textsAt(typed, 'order', 'amount', 'currency', 'reason')),
  },
  reach: {
    path: 'milestones/:key',
    does: ({ by, number, params }, room) => room(Milestones).reach(by, number, params.key ?? ''),
  },
  revoke_link: {
    path: 'tracking-link/revocation',
    does: ({ by, number }, room) => room(TrackingLinks).revoke(by, number),
  },
  reply: {
    path: 'words',
    does: (sent, room) =>
      room(TicketReplies).reply(sent.by, sent.number, textIn(sent, 'text'), {
        ...mannerOf(sent.typed),
        takeOver: takesOver(sent.typed),
      }),
  },
  note: {
    path: 'words',
    does: (sent, room) => room(Notes).add(sent.by, sent.number, textIn(sent, 'text')),
  },
} satisfies Record<string, TicketAct>;

export type TicketActName = keyof typeof TICKET_ACTS;
export const TICKET_ACT_NAMES = Object.keys(TICKET_ACTS) as TicketActName[];

export function ticketAct(name: TicketActName): TicketAct {
  return TICKET_ACTS[name];
}

/** Nobody has the id 0. */
function idOr0(text: string): string {
  return isId(text) ? text : '0';
}
