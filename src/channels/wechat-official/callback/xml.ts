import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Unparsable, type Fields } from '../fields.js';

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});
const CDATA = '<![CDATA[';
const CDATA_END = ']]>';
const PROLOG = /^<\?xml[^<>]*\?>/;

const CONTENT = '<Content><![CDATA[';
const CONTENT_END = ']]></Content>';

/** Every value stays a string, so that 64-bit ids keep their digits. */
export function parseXml(text: string): Fields {
  const { rest, content } = withoutContent(text);
  const fields = strictly(rest);
  return content === undefined ? fields : { ...fields, Content: content };
}

// A customer may paste XML, whose `]]>` would end the text early and let its elements pass for WeChat's. WeChat writes
// everything before the first and after the last mark of the text, so what stands between them is the text.
function withoutContent(text: string): { rest: string; content?: string } {
  const start = text.indexOf(CONTENT);
  const end = text.lastIndexOf(CONTENT_END);
  if (start < 0 || end < start + CONTENT.length) return { rest: text };
  const content = text.slice(start + CONTENT.length, end).replaceAll(CDATA_END + CDATA, '');
  return { rest: `${text.slice(0, start)}<Content/>${text.slice(end + CONTENT_END.length)}`, content };
}

function strictly(text: string): Fields {
  refuseMarkup(text);
  if (XMLValidator.validate(text) !== true) {
    throw new Unparsable('not well-formed XML');
  }
  const root = read(text).xml;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    throw new Unparsable('no xml element');
  }
  return root as Fields;
}

/** WeChat expects texts in CDATA and numbers bare. */
export function buildXml(fields: XmlFields): string {
  return `<xml>${elements(fields)}</xml>`;
}

export interface XmlFields {
  [name: string]: string | number | XmlFields;
}

// WeChat sends no DOCTYPE, comments or instructions. A customer may write them, but inside CDATA.
function refuseMarkup(text: string): void {
  if (/<[!?]/.test(withoutCdata(text.replace(PROLOG, '')))) {
    throw new Unparsable('a DOCTYPE or other markup declaration');
  }
}

// A regular expression would search the rest of the text again for every unclosed section, so CDATA is
// removed by hand.
function withoutCdata(text: string): string {
  const rest: string[] = [];
  let from = 0;
  for (let start = text.indexOf(CDATA); start >= 0; start = text.indexOf(CDATA, from)) {
    const end = text.indexOf(CDATA_END, start);
    if (end < 0) {
      throw new Unparsable('an unclosed CDATA section');
    }
    rest.push(text.slice(from, start));
    from = end + CDATA_END.length;
  }
  return [...rest, text.slice(from)].join('');
}

function read(text: string): Fields {
  try {
    return parser.parse(text) as Fields;
  } catch (cause) {
    throw new Unparsable('refused by the XML parser', { cause });
  }
}

function elements(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('');
}

function content(value: string | number | XmlFields): string {
  if (typeof value === 'object') {
    return elements(value);
  }
  return typeof value === 'number' ? String(value) : cdata(value);
}

function cdata(text: string): string {
  return `<![CDATA[${withoutControls(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/**
 * XML 1.0 allows no control characters except tab and line ends, no lone surrogates, and neither U+FFFE nor
 * U+FFFF.
 */
function withoutControls(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
