import type { Inbound } from '../delivery/index.js';

export function asChecked(inbound: Inbound, check: string): Inbound {
  const { fact } = inbound;
  if (fact.type !== 'message') return inbound;
  const { kind } = fact;
  const media = fact.kind === 'image' || fact.kind === 'voice' ? { mediaId: fact.mediaId } : {};
  const format = fact.kind === 'voice' && fact.format ? { format: fact.format } : {};
  return { ...inbound, fact: { type: 'checked', check, kind, ...media, ...format } };
}

export function checkedLate(inbound: Inbound, check: string): Inbound {
  const { fact, ...rest } = asChecked(inbound, check);
  return { ...rest, fact: fact.type === 'checked' ? { ...fact, late: true } : fact };
}
