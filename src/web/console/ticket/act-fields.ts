export interface ActField {
  name: string;
  id: string;
  label: string;
  hint?: string;
  type?: 'textarea' | 'select' | 'datetime-local';
  choices?: 'departments' | 'colleagues' | 'types' | 'priorities';
  required?: boolean;
  choose?: string;
  autocomplete?: string;
  inputmode?: string;
}

export const HAND_OFF: ActField[] = [
  {
    name: 'department',
    id: 'handoff-department',
    label: 'ticket.department',
    type: 'select',
    choices: 'departments',
    required: true,
    choose: 'act.choose',
  },
  {
    name: 'note',
    id: 'handoff-note',
    label: 'act.hand_off_note',
    hint: 'act.hand_off_hint',
    type: 'textarea',
    required: true,
  },
];

export const RETURN: ActField[] = [
  { name: 'reason', id: 'return-reason', label: 'act.return_reason', type: 'textarea', required: true },
];

export const REOPEN: ActField[] = [
  { name: 'reason', id: 'reopen-reason', label: 'act.reopen_reason', type: 'textarea' },
];

export const RESOLVE: ActField[] = [
  {
    name: 'note',
    id: 'resolve-note',
    label: 'act.resolve_note',
    hint: 'act.resolve_hint',
    type: 'textarea',
    required: true,
  },
];

export const HOLD: ActField[] = [
  { name: 'reason', id: 'hold-reason', label: 'act.hold_reason', type: 'textarea', required: true },
  { name: 'until', id: 'hold-until', label: 'act.hold_until', hint: 'act.hold_hint', type: 'datetime-local' },
];

export const TAKE_OVER: ActField[] = [
  { name: 'reason', id: 'take-over-reason', label: 'act.take_over_reason', type: 'textarea' },
];

export const ASSIGN: ActField[] = [
  {
    name: 'assignee',
    id: 'assign-to',
    label: 'ticket.owner',
    type: 'select',
    choices: 'colleagues',
    required: true,
    choose: 'act.choose',
  },
];

export const ESCALATE: ActField[] = [
  {
    name: 'why',
    id: 'escalate-why',
    label: 'act.escalate_why',
    hint: 'act.escalate_hint',
    type: 'textarea',
    required: true,
  },
];

export const CORRECT: ActField[] = [
  { name: 'subject', id: 'correct-subject', label: 'ticket.subject', required: true },
  {
    name: 'type',
    id: 'correct-type',
    label: 'ticket.type',
    type: 'select',
    choices: 'types',
    required: true,
  },
  {
    name: 'priority',
    id: 'correct-priority',
    label: 'ticket.priority',
    type: 'select',
    choices: 'priorities',
    required: true,
  },
  { name: 'order', id: 'correct-order', label: 'ticket.field.order' },
  { name: 'amount', id: 'correct-amount', label: 'ticket.field.amount' },
];

export const ASK_REFUND: ActField[] = [
  { name: 'order', id: 'refund-order', label: 'ticket.field.order', required: true, autocomplete: 'off' },
  {
    name: 'amount',
    id: 'refund-amount',
    label: 'ticket.field.amount',
    required: true,
    autocomplete: 'off',
    inputmode: 'decimal',
  },
  {
    name: 'currency',
    id: 'refund-currency',
    label: 'ticket.field.currency',
    required: true,
    autocomplete: 'off',
  },
  { name: 'reason', id: 'refund-reason', label: 'refund.reason', required: true },
];
