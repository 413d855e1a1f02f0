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
  warns: string | null;
}

export function openAct(
  act: TicketActName,
  ticket: TicketRow,
  { choices, values = {} }: { choices: Choices; values?: Record<string, unknown> },
): OpenAct {
  const { path, fields, icon, hotkey, primary = false, send = `act.${act}`, warns } = ticketAct(act);
  return {
    act,
    testid: act.replaceAll('_', '-'),
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
    warns: warns ?? null,
  };
}

/**
 * An act without its own button stands in the sheet of another act, preferably of one that takes the ticket from a
 * colleague.
 */
function homeOf(act: TicketActName, open: readonly TicketActName[]): string | undefined {
  return ticketAct(act).within?.findLast((sheet) => open.some((other) => other === sheet));
}

export function headActs(
  may: Partial<Record<TicketActName, boolean>>,
  ticket: TicketRow,
  choices: Choices,
): OpenAct[] {
  const open = TICKET_ACT_NAMES.filter((act) => may[act]);
  const second = (act: TicketActName) => open.find((other) => homeOf(other, open) === act);
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
