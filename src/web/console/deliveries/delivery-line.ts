import { DECISIONS } from '../../../delivery/index.js';

interface Shown {
  id: string;
  state: string;
  route: string | null;
  reason: string | null;
  at?: string | Date | null;
  joined?: boolean;
  mayDecide: boolean;
}

const ARRIVED = ['accepted', 'delivered'];

export function deliveryLine({ id, state, route, reason, at, joined = false, mayDecide }: Shown) {
  const isOpen = mayDecide && !joined;
  const may = (decision: keyof typeof DECISIONS) =>
    isOpen && (DECISIONS[decision] as readonly string[]).includes(state);
  const calling = state === 'planned' && route === 'call';
  return {
    id,
    state,
    reason,
    joined,
    told: ARRIVED.includes(state) && route !== null ? { route, at: at ?? null } : null,
    calling: calling && isOpen,
    cancel: may('cancel'),
    retry: may('retry') && state !== 'planned',
    settle: may('believe'),
    takeLast: may('takeLast') && !calling && reason === 'kept_back',
    call: may('call') && !calling && (state !== 'planned' || reason !== null),
  };
}
