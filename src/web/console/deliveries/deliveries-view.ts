import { FROM, MANY, type Many } from '../../../delivery/index.js';
import { LOOSE_KEY } from '../../../platform/text/index.js';
import { DELIVERY_STATES, type DeliveryFilter } from '../../queries/index.js';

export const VIEWS = ['call', ...DELIVERY_STATES] as const;
export type View = (typeof VIEWS)[number];

export function viewNamed(name: string): View | undefined {
  return VIEWS.find((one) => one === name);
}

/** What is not one of our keys is left out. A list without a state would be all that was ever sent. */
export function filterIn(asked: { state: string; account: string; purpose: string }): DeliveryFilter {
  const { account, purpose } = asked;
  return { ...ofView(viewNamed(asked.state) ?? 'unknown'), account: keyIn(account), purpose: keyIn(purpose) };
}

export function ofView(view: View): DeliveryFilter {
  return view === 'call' ? { call: true } : { state: view };
}

export function keyIn(given: string): string {
  return LOOSE_KEY.test(given) ? given : '';
}

/** What can be said about all deliveries of a list. Those that wait for a call are planned. */
export function manyIn(view: View): Many[] {
  const state = view === 'call' ? 'planned' : view;
  return MANY.filter((many) => (FROM[many] as readonly string[]).includes(state));
}
