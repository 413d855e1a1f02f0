/** What came with a form or a query string; nothing about it is believed. */
export type Sent = Record<string, unknown>;

const LONGEST = 20_000;

/** The text of a field as it was typed; '' where there is none. */
export function textOf(sent: Sent | undefined, name: string): string {
  const value = sent && Object.hasOwn(sent, name) ? sent[name] : undefined;
  return typeof value === 'string' ? value.slice(0, LONGEST).replaceAll('\0', '') : '';
}

/** The texts of these fields. */
export function textsOf<Name extends string>(
  sent: Sent | undefined,
  names: readonly Name[],
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(sent, name)])) as Record<Name, string>;
}
