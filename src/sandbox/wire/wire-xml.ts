import { XMLParser, XMLValidator } from 'fast-xml-parser';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

export interface Clear {
  [name: string]: string | number | bigint | Clear | Clear[];
}

export type FromSomebody = Clear & { FromUserName: string };

/** WeChat writes numbers bare and strings in CDATA. */
export function writeXml(fields: Clear): string {
  return element('xml', fields);
}

/** Throws a SyntaxError if the body is not a single `<xml>` element. */
export function readXml(body: string): Record<string, unknown> {
  if (body.includes('<!DOCTYPE') || XMLValidator.validate(body) !== true) throw new SyntaxError('not XML');
  const parsed: unknown = parser.parse(body);
  if (!isRecord(parsed) || !isRecord(parsed.xml)) throw new SyntaxError('no <xml> element');
  return parsed.xml;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns '' if the element is missing or has children. */
export function textOf(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function element(name: string, value: Clear[string]): string {
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  return `<${name}>${written(value)}</${name}>`;
}

function written(value: Exclude<Clear[string], Clear[]>): string {
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => element(name, inner))
      .join('');
  if (typeof value !== 'string') return String(value);
  return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
