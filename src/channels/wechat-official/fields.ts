/** One object of a push or an answer, XML or JSON: strings, numbers, and objects of the same. */
export type Fields = Record<string, unknown>;

/** A body that cannot be read at all, or lacks what every push has. */
export class Unparsable extends Error {}

/** The text of a scalar field, without what PostgreSQL cannot keep; undefined where absent, repeated or nested. */
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

/** The objects under a name that holds one of them or a list of them: WeChat writes both. */
export function objects(fields: Fields, name: string): Fields[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (Array.isArray(value) ? value : [value]).filter(
    (item): item is Fields => typeof item === 'object' && item !== null,
  );
}
