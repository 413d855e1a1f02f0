/** This is a field of a form as a page shows it, and `value` is its content. */
export interface PageField {
  name: string;
  kind: 'text' | 'secret' | 'hidden' | 'choice' | 'box';
  value: string;
}

/** This form stands on a page and is sent by POST. */
export interface PageForm {
  action: string;
  fields: PageField[];
}

const ATTRIBUTE = (name: string) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`);

/**
 * Lists the forms of a page that change something, and again for each button with an address of its own. A form
 * without an address goes to the page's own.
 */
export function formsIn(html: string, path: string): PageForm[] {
  // A template is not sent, because a script copies it first.
  const sent = html.replaceAll(/<template\b[\s\S]*?<\/template>/g, '');
  const forms = [...sent.matchAll(/<form\b((?:[^">]|"[^"]*")*)>([\s\S]*?)<\/form>/g)];
  return forms
    .filter(([, attributes]) => /\smethod="post"/.test(` ${attributes!}`))
    .flatMap(([, attributes, inner]) => {
      const fields = fieldsIn(inner!);
      const elsewhere = [...inner!.matchAll(/\sformaction="([^"]*)"/g)].map(([, action]) => plain(action!));
      return [attributeOf(attributes!, 'action') ?? path, ...elsewhere].map((action) => ({ action, fields }));
    });
}

function fieldsIn(inner: string): PageField[] {
  const found = [
    ...inner.matchAll(/<(input|textarea|select)\b((?:[^">]|"[^"]*")*)>(?:([^<]*)<\/textarea>)?/g),
  ];
  return found.flatMap(([, tag, attributes, text]): PageField[] => {
    const name = attributeOf(attributes!, 'name');
    if (name === undefined || name === '_csrf') return [];
    const kind = kindOf(tag!, attributeOf(attributes!, 'type') ?? 'text');
    const shut = kind === 'box' && !/\schecked(?=\s|$)/.test(attributes!);
    return shut ? [] : [{ name, kind, value: plain(text ?? attributeOf(attributes!, 'value') ?? '') }];
  });
}

function kindOf(tag: string, type: string): PageField['kind'] {
  if (tag === 'select') return 'choice';
  if (type === 'password') return 'secret';
  if (type === 'checkbox' || type === 'radio') return 'box';
  return type === 'hidden' ? 'hidden' : 'text';
}

function attributeOf(attributes: string, name: string): string | undefined {
  const found = ATTRIBUTE(name).exec(attributes)?.[1];
  return found === undefined ? undefined : plain(found);
}

function plain(text: string): string {
  return text
    .replace(/&#x([0-9A-F]+);/gi, (_all, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
