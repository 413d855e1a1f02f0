export type Fields = Record<string, unknown>;

export class Unparsable extends Error {}

/**
 * Removes characters that PostgreSQL cannot store. Returns undefined if the field is missing, repeated or
 * nested.
 */
export function word(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value === 'string') {
    return value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
  }
  return typeof value === 'number' ? String(value) : undefined;
}

export function required(fields: Fields, name: string): string {
  const value = word(fields, name);
  if (!value) {
    throw new Unparsable(`no ${name}`);
  }
  return value;
}

/** WeChat writes either a single object or a list. */
export function objects(fields: Fields, name: string): Fields[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (Array.isArray(value) ? value : [value]).filter(
    (item): item is Fields => typeof item === 'object' && item !== null,
  );
}
