/** One object of a push or an answer, in XML or JSON. It holds strings, numbers and further objects. */
export type Fields = Record<string, unknown>;

/** The body cannot be read, or it lacks a field that every push has. */
export class Unparsable extends Error {}

/**
 * The text of a scalar field without characters that PostgreSQL cannot store; undefined where the field is missing,
 * repeated or nested.
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

/** The objects under a name. WeChat writes either a single object or a list. */
export function objects(fields: Fields, name: string): Fields[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (Array.isArray(value) ? value : [value]).filter(
    (item): item is Fields => typeof item === 'object' && item !== null,
  );
}
