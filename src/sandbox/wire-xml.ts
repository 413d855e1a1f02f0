import { XMLParser, XMLValidator } from 'fast-xml-parser';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** One push or reply as clear fields, in the order in which they are written. */
export type Clear = Record<string, string | number | bigint>;

/** Numbers go bare and strings in CDATA, as WeChat writes them. */
export function writeXml(fields: Clear): string {
  const lines = Object.entries(fields).map(([name, value]) => `<${name}>${written(value)}</${name}>`);
  return `<xml>${lines.join('')}</xml>`;
}

/** Throws a SyntaxError where this is not one `<xml>` element. */
export function readXml(body: string): Record<string, unknown> {
  if (body.includes('<!DOCTYPE') || XMLValidator.validate(body) !== true) throw new SyntaxError('not XML');
  const parsed: unknown = parser.parse(body);
  if (!isRecord(parsed) || !isRecord(parsed.xml)) throw new SyntaxError('no <xml> element');
  return parsed.xml;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of an element, or '' where it is missing or has children. */
export function textOf(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function written(value: string | number | bigint): string {
  if (typeof value !== 'string') return String(value);
  return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
