import { BadRequestException } from '@nestjs/common';

/** What came with a form or a query string; nothing about it is believed. */
export type Sent = Record<string, unknown>;

const LONGEST = 20_000;

/**
 * The text of a field as it was typed; '' where there is none. A field that came twice or with parts of its own was made
 * by no form of ours: that is nothing to be told beside the field, so the refusal passes all who draw a form again.
 */
export function textOf(sent: Sent | undefined, name: string): string {
  const value = sent && Object.hasOwn(sent, name) ? sent[name] : undefined;
  if (value !== undefined && typeof value !== 'string')
    throw new BadRequestException(`${name} must be one text.`);
  return (value ?? '').slice(0, LONGEST).replaceAll('\0', '');
}

/** The texts of these fields. */
export function textsOf<Name extends string>(
  sent: Sent | undefined,
  names: readonly Name[],
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, textOf(sent, name)])) as Record<Name, string>;
}
