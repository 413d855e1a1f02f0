import { BadRequestException } from '@nestjs/common';
import type { Sent } from '../typed.js';

const MOST = 100;

/** The values of check boxes of one name: none, one or several. Only ids are let through. */
export function idsOf(sent: Sent | undefined, name: string): string[] {
  const value = sent && Object.hasOwn(sent, name) ? sent[name] : [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (!values.every((one) => typeof one === 'string'))
    throw new BadRequestException(`${name} must be texts.`);
  return values.filter((one) => /^[1-9]\d{0,17}$/.test(one)).slice(0, MOST);
}
