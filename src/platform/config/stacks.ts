/** Whoever looks for a fault of the program wants to see where it is. It is asked before the rest is known to be right. */
export function wantsStacks(): boolean {
  return ['debug', 'trace'].includes(process.env.LOG_LEVEL?.trim() ?? '');
}
