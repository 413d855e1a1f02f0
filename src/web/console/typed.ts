import { BadRequestException } from '@nestjs/common';

/** Holds what came with a form or a query string. None of it can be trusted. */
export type Sent = Record<string, unknown>;

const LONGEST = 20_000;

/**
 * Returns the text of a field as it was typed, or '' when there is none. A field that came twice or with parts of its
 * own was not sent by any form of ours, so it is refused as a bad request and the form is not drawn again.
 */
export function textOf(sent: Sent | undefined, name: string): string {
  const value = sent && Object.hasOwn(sent, name) ? sent[name] : undefined;
  if (value !== undefined && typeof value !== 'string')
    throw new BadRequestException(`${name} must be one text.`);
  return (value ?? '').slice(0, LONGEST).replaceAll('\0', '');
}

export function textsOf<Name extends string>(
  sent: Sent | undefined,
  names: readonly Name[],
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(sent, name)])) as Record<Name, string>;
}
