import type { TicketRow } from '../../queries/index.js';
import { TICKET_ACT_NAMES, ticketAct, type TicketActName } from './acts.js';
import type { ActField } from './act-fields.js';

type Choices = Record<NonNullable<ActField['choices']>, { value: string; label: string }[]>;

export interface OpenAct {
  act: TicketActName;
  testid: string;
  action: string;
  icon?: string | undefined;
  hotkey?: string | undefined;
  primary: boolean;
  send: string;
  fields: (ActField & { options?: object[]; value?: unknown })[] | null;
  second: OpenAct | null;
}

/** How an act that is open to the reader is shown: its address, its button, its fields with what stands in them now. */
export function openAct(
  act: TicketActName,
  ticket: TicketRow,
  { choices, values = {} }: { choices: Choices; values?: Record<string, unknown> },
): OpenAct {
  const { path, fields, icon, hotkey, primary = false, send = `act.${act}` } = ticketAct(act);
  return {
    act,
    testid: act.replace('_', '-'),
    action: `/tickets/${ticket.number}/${path.replace(':id', ticket.handoff?.id ?? '')}`,
    icon,
    hotkey,
    primary,
    send,
    fields:
      fields?.map((field) => ({
        ...field,
        ...(field.choices && { options: choices[field.choices] }),
        value: values[field.name],
      })) ?? null,
    second: null,
  };
}

/** The buttons at the head of the page. One of them is what should be done first. */
export function headActs(
  may: Partial<Record<TicketActName, boolean>>,
  ticket: TicketRow,
  choices: Choices,
): OpenAct[] {
  const open = TICKET_ACT_NAMES.filter((act) => may[act]);
  const second = (act: TicketActName) => open.find((other) => ticketAct(other).within === act);
  return open
    .filter((act) => ticketAct(act).icon)
    .map((act) => {
      const within = second(act);
      return {
        ...openAct(act, ticket, { choices }),
        primary: ticketAct(act).primary === true && !(act === 'claim' && may.accept),
        second: within ? openAct(within, ticket, { choices }) : null,
      };
    });
}
