import Handlebars from 'handlebars';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { topicsOf } from '../../src/web/client/hints.js';
import { spell } from '../../src/web/client/duration.js';
import { root } from '../../src/platform/config/index.js';
import { Assets } from '../../src/web/view/assets.js';
import { clockFace, type ShownTimer } from '../../src/web/view/clock-face.js';
import { errorModel } from '../../src/web/view/error-look.js';
import { helpers } from '../../src/web/view/helpers.js';
import { readIcons } from '../../src/web/view/icons.js';
import { pageView, type PageRequest } from '../../src/web/view/page-view.js';
import { preferencesOf } from '../../src/web/view/preferences.js';
import { isPageTemplate, readTemplates, type Templates } from '../../src/web/view/templates.js';
import { sayWhen, type Moment } from '../../src/web/view/time.helpers.js';
import { readWords, sayLocal } from '../../src/platform/words/index.js';
import { dotsOf, initialsOf, sayMoney } from '../../src/web/view/wording.helpers.js';

const TEMPLATES = join(root, 'templates');
const icons = readIcons(new Assets().sprite());
const words = readWords(TEMPLATES);
const now = new Date('2026-11-20T06:05:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const moment = (language: 'en' | 'zh-CN'): Moment => ({
  language,
  zone: 'Asia/Shanghai',
  now,
  t: words.in(language),
});

function templateFiles(): { name: string; source: string }[] {
  return everyTemplate().filter(({ name }) => isPageTemplate(name));
}

function everyTemplate(): { name: string; source: string }[] {
  return readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hbs'))
    .map((name) => ({ name, source: readFileSync(join(TEMPLATES, name), 'utf8') }));
}

describe('words', () => {
  it('the locales have a title for every page of the console', () => {
    const pages = templateFiles().map(({ name }) => name.replace(/\.hbs$/, ''));
    const own = pages.filter(
      (name) => name.startsWith('console/') && !name.split('/').at(-1)!.startsWith('_'),
    );
    expect(own.filter((name) => words.in('en')(`title.${name}`) === `title.${name}`)).toEqual([]);
  });

  it('both languages have the same keys', () => {
    expect(keysOf('en')).toEqual(keysOf('zh-CN'));
  });

  it('the Chinese of the console says 您 to the one it speaks to', () => {
    const source = readFileSync(join(TEMPLATES, 'locales/zh-CN.json'), 'utf8');
    expect(source.match(/.*你(?![们好]).*/g) ?? []).toEqual([]);
  });

  it('the locales have every key that a template names', () => {
    const named = templateFiles().flatMap(({ name, source }) =>
      [...source.matchAll(/[{(]t '([^']+)'/g)].map(([, key = '']) => ({ name, key })),
    );
    expect(named.length).toBeGreaterThan(50);
    const known = new Set(keysOf('en'));
    expect(named.filter(({ key }) => !known.has(key))).toEqual([]);
  });

  it('every key of the locales is named, or begins as a name does that is put together', () => {
    const code = sourcesIn(join(root, 'src'), '.ts').join('\n');
    const all = [code, ...sourcesIn(TEMPLATES, '.hbs')].join('\n');
    const named = new Set([...all.matchAll(/['"`]([\w.]+)['"`]/g)].map(([, key = '']) => key));
    const begun = [...all.matchAll(/`([\w.]+[._])\$\{|['"]([\w.]+[._])['"]/g)].map(
      ([, inCode, inTemplate]) => inCode ?? inTemplate!,
    );
    const used = (key: string) =>
      named.has(key) || begun.some((start) => key.startsWith(start)) || named.has(key.replace(/_known$/, ''));
    expect(keysOf('en').filter((key) => !used(key))).toEqual([]);
  });

  function sourcesIn(folder: string, ending: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  }

  function keysOf(language: string): string[] {
    const file = readFileSync(join(TEMPLATES, 'locales', `${language}.json`), 'utf8');
    const keys = leaves(JSON.parse(file) as object).map((key) => key.replace(/_(one|other)$/, ''));
    return [...new Set(keys)].sort();
  }

  function leaves(value: object, path: string[] = []): string[] {
    return Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' ? leaves(inner as object, [...path, key]) : [[...path, key].join('.')],
    );
  }
});

describe('templates', () => {
  it('all templates compile, and name only helpers and partials that exist', () => {
    const known = Object.fromEntries(Object.keys(helpers(icons)).map((name) => [name, true]));
    const files = templateFiles();
    const partials = new Set(files.map(({ name }) => name.replace(/^partials\//, '').replace(/\.hbs$/, '')));
    for (const { name, source } of files) {
      const compile = () => Handlebars.precompile(source, { knownHelpers: known, knownHelpersOnly: true });
      expect(compile, name).not.toThrow();
      const missing = [...source.matchAll(/\{\{#?> ([\w/-]+)/g)].filter(
        ([, partial = '']) => !partials.has(partial),
      );
      expect(missing.map(([, partial]) => `${name} uses ${partial}`)).toEqual([]);
    }
  });

  it('templates have no inline style and no inline script, as a strict content security policy needs', () => {
    for (const { name, source } of everyTemplate()) {
      expect(source, name).not.toMatch(/\sstyle=|\son[a-z]+="|<style/);
      expect(source, name).not.toMatch(/<script(?![^>]*\ssrc=)/);
    }
  });

  it('templates leave only our own HTML unescaped', () => {
    const raw = everyTemplate().flatMap(({ name, source }) =>
      [...source.matchAll(/\{\{\{\s*([^}]+?)\s*\}\}\}/g)].map(([, what]) => `${name}: ${what}`),
    );
    expect(raw.sort()).toEqual(['layouts/console.hbs: body', 'layouts/plain.hbs: body']);
  });
});

describe('a page', () => {
  let templates: Templates;
  beforeAll(() => {
    templates = readTemplates(TEMPLATES, helpers(icons));
  });

  const lin = { id: '7', name: '林晓梅', role: 'agent' };
  const draw = (template: string, model: object, asked: Partial<PageRequest> = {}) => {
    const request = { query: {}, headers: {}, originalUrl: '/tickets', member: lin, ...asked };
    const view = pageView(request, { now, zone: 'Asia/Shanghai' }, words, new Assets());
    return templates.page(template)(model, { data: { view } });
  };

  it('a page marks where the reader is, and counts only what waits', () => {
    const html = draw('layouts/console', { title: 'Tickets', body: '', rail: { inbox: 3, refunds: 0 } });
    expect(html).toMatch(/href="\/tickets"[^>]*aria-current="page"/);
    expect(html.match(/rail-count/g)).toHaveLength(1);
  });

  it('a page carries the server time, so that clocks are right in a demonstration that moved its time', () => {
    expect(draw('layouts/plain', { title: 'x', body: '' })).toContain(`content="${now.getTime()}"`);
  });

  it('a message after an action is shown once', () => {
    const session = { flash: { kind: 'done', key: 'escalation.answered_by', values: { name: '<b>Li</b>' } } };
    const asked = { session, query: { lang: 'en' } };
    expect(draw('layouts/console', { body: '' }, asked)).toContain('&lt;b&gt;Li&lt;/b&gt; has it');
    expect(draw('layouts/console', { body: '' }, asked)).not.toContain('has it');
  });

  it('a message after an action is kept for the page that the member asked for', () => {
    const session = { flash: { kind: 'done', key: 'escalation.answered_by', values: { name: 'Li' } } };
    for (const headers of [{ 'x-redraw': 'true' }, { 'x-sec-purpose': 'prefetch' }]) {
      const unasked = draw('layouts/console', { body: '' }, { session, headers, query: { lang: 'en' } });
      expect(unasked).not.toContain('has it');
    }
    expect(draw('layouts/console', { body: '' }, { session, query: { lang: 'en' } })).toContain('Li has it');
  });

  it('a page escapes the form token', () => {
    const html = draw('layouts/console', { body: '' }, { csrfToken: () => '"><script>' });
    expect(html).toContain('name="_csrf" value="&quot;&gt;&lt;script&gt;"');
  });

  it('an error page says what to do when the database is away', () => {
    const html = draw('error', { status: 503, requestId: 'b7e1' }, { query: { lang: 'en' } });
    expect(html).toContain('What was saved is safe');
    expect(html).toContain('Number b7e1');
  });

  it('an error page explains a refusal by its code, or else in the refusal’s own words', () => {
    const problem = { status: 422, code: 'no_such_code', detail: 'The other desk has it', requestId: 'b7e1' };
    expect(draw('error', errorModel(problem), { query: { lang: 'en' } })).toContain('The other desk has it');
    expect(draw('error', errorModel({ ...problem, code: 'csrf' }), { query: { lang: 'en' } })).toContain(
      'out of date',
    );
    expect(draw('error', errorModel({ ...problem, status: 502 }), { query: { lang: 'en' } })).toContain(
      'Something broke',
    );
  });
});

describe('partials', () => {
  const templates = () => {
    const handlebars = Handlebars.create();
    handlebars.registerHelper(helpers(icons));
    for (const { name, source } of templateFiles()) {
      if (name.startsWith('partials/')) handlebars.registerPartial(name.slice(9, -4), source);
    }
    return handlebars;
  };
  const request = { query: { lang: 'en' }, headers: {}, originalUrl: '/' };
  const draw = (source: string, model: object) =>
    templates().compile(source, { explicitPartialContext: true })(model, {
      data: { view: pageView(request, { now, zone: 'Asia/Shanghai' }, words, new Assets()) },
    });

  it('partials keep what was typed in a wrong field and say what is wrong beside it', () => {
    const form = { values: { amount: '"68' }, errors: { amount: 'invalid' } };
    const html = draw("{{> field name='amount' label='Amount' form=form}}", { form });
    expect(html).toContain('value="&quot;68"');
    expect(html).toMatch(/aria-describedby="field-amount-error"[\s\S]*This does not look right/);
  });

  it('partials never write a password back', () => {
    const form = { values: { password: 'hunter2' }, errors: {} };
    expect(draw("{{> field name='password' type='password' label='P' form=form}}", { form })).not.toContain(
      'hunter2',
    );
  });

  it('the partial of a field receives nothing of the page around it', () => {
    const html = draw("{{> field name='note' label='Note'}}", { type: 'refund', id: '9', value: 'leaked' });
    expect(html).toContain('type="text"');
    expect(html).not.toContain('leaked');
  });

  it('the composer says what may still be sent, and when a text has to wait', () => {
    const source = "{{> composer action='/x' key='4' to='Chen' allowance=allowance}}";
    expect(draw(source, { allowance: { total: 5, used: 4 } })).toContain('1 message left');
    const spent = draw(source, { allowance: { total: 5, used: 5 } });
    expect(spent).toContain('all 5 messages are used');
    expect(spent).toContain('goes out when the customer writes again');
  });

  it('partials say where an offered ticket stands', () => {
    const ticket = {
      number: 'T100029',
      priority: 'P1',
      status: 'open',
      offeredTo: { en: 'Finance', 'zh-CN': '财务' },
    };
    expect(draw('{{> ticket-row this}}', ticket)).toContain('Finance, not yet accepted');
  });

  it('partials escape what a customer wrote', () => {
    const message = {
      side: 'them',
      author: { name: 'x' },
      kind: 'text',
      text: '<img src=x onerror=alert(1)>',
    };
    expect(draw('{{> bubble this}}', message)).not.toContain('<img');
  });
});

describe('time', () => {
  it('times are told as people say them, in the shop’s time zone', () => {
    expect(sayWhen(now, moment('en'))).toBe('today 14:05');
    expect(sayWhen(now, moment('zh-CN'))).toBe('今天 14:05');
    expect(sayWhen(new Date('2026-11-19T15:59:00Z'), moment('en'))).toBe('yesterday 23:59');
    expect(sayWhen(new Date('2026-11-19T16:00:00Z'), moment('en'))).toBe('today 00:00');
    expect(sayWhen(new Date('2026-11-20T16:30:00Z'), moment('zh-CN'))).toBe('明天 00:30');
    expect(sayWhen(new Date('2025-03-01T00:00:00Z'), moment('en'))).toBe('Mar 1, 2025 08:00');
  });

  const timer = (changes: Partial<ShownTimer>): ShownTimer => ({
    metric: 'first_response',
    state: 'running',
    targetSeconds: 900,
    consumedSeconds: 0,
    startedAt: minutes(-5),
    dueAt: minutes(10),
    warnAt: minutes(6),
    breachedAt: null,
    ...changes,
  });

  it('a clock shows first what remains, then the risk, then the time over', () => {
    expect(clockFace(timer({}), moment('en'))).toMatchObject({ state: 'running', text: '10m', left: 67 });
    expect(clockFace(timer({ warnAt: now }), moment('en')).state).toBe('warned');
    expect(clockFace(timer({ dueAt: now }), moment('en'))).toMatchObject({
      state: 'breached',
      text: '0s over',
      left: 0,
    });
    expect(clockFace(timer({ dueAt: minutes(-12) }), moment('zh-CN')).text).toBe('超时 12分');
  });

  it('a paused clock stands still and shows its reason', () => {
    const paused = timer({
      state: 'paused',
      dueAt: null,
      consumedSeconds: 600,
      pausedReason: 'waiting_on_customer',
    });
    const face = clockFace(paused, moment('en'));
    expect(face).toMatchObject({ state: 'paused', text: '5m', left: 33 });
    expect(face.why).toBe('First response within 15m, paused: waiting for the customer');
    expect(face.ticks).toBeUndefined();
  });

  it('a clock tells a target that was met from one that was met late', () => {
    const broken = timer({ state: 'cancelled', dueAt: null, breachedAt: now });
    expect(clockFace(broken, moment('en'))).toMatchObject({ state: 'missed', text: 'broken, never done' });
    expect(clockFace(timer({ state: 'met', dueAt: null }), moment('en')).text).toBe('in time');
    expect(clockFace(timer({ state: 'met', dueAt: null, breachedAt: now }), moment('en')).state).toBe(
      'missed',
    );
  });
});

describe('a span', () => {
  const minute = 60_000;
  it.each([
    [59_999, '59s', '59秒'],
    [9 * minute + 5_000, '9m 05s', '9分05秒'],
    [10 * minute, '10m', '10分'],
    [134 * minute, '2h 14m', '2小时14分'],
    [120 * minute, '2h', '2小时'],
    [51 * 60 * minute, '2d 3h', '2天3小时'],
    [-5, '0s', '0秒'],
  ])('a span of %i ms is told as %s', (span, english, chinese) => {
    expect([spell(span, 'en'), spell(span, 'zh-CN')]).toEqual([english, chinese]);
  });
});

describe('a hint', () => {
  it('a hint touches the thing itself and the lists that contain it', () => {
    expect(topicsOf({ tickets: ['12'], conversations: [] })).toEqual(['tickets', 'ticket:12']);
    expect(topicsOf({ tickets: [], conversations: ['4'] })).toEqual(['conversations', 'conversation:4']);
  });
});

describe('figures and names', () => {
  it('a sum of money is written exactly', () => {
    expect(sayMoney('68.50', 'CNY', 'zh-CN')).toBe('¥68.50');
    expect(sayMoney('999999999999.99', 'CNY', 'en')).toBe('CN¥999,999,999,999.99');
  });

  it('a name is shown in the reader’s language, or else in one that exists', () => {
    expect(sayLocal({ 'zh-CN': '财务', en: 'Finance' }, 'en')).toBe('Finance');
    expect(sayLocal({ 'zh-CN': '财务' }, 'en')).toBe('财务');
  });

  it('the initials of a name stand for its picture', () => {
    expect(initialsOf('林晓梅')).toBe('晓梅');
    expect(initialsOf('Margaret de Vries')).toBe('MV');
  });

  it('the allowance shows a filled dot for each message that is spent', () => {
    expect(dotsOf({ total: 5, used: 2 })).toEqual({ count: 3, dots: [true, true, false, false, false] });
    expect(dotsOf(undefined)).toEqual({ count: 0, dots: [] });
  });

  it('an icon with an unknown name is refused', () => {
    expect(() => icons('../package', null)).toThrow('no icon is named');
  });
});

describe('the language of a page', () => {
  const asked = (query: object, headers: object, language?: string) =>
    preferencesOf({ query, headers, ...(language && { member: { language } }) } as never).language;

  it('a page’s language is the one asked for, then the one kept, then the browser’s, then the member’s', () => {
    const browser = { 'accept-language': 'fr, zh;q=0.4, en-GB;q=0.8' };
    expect(asked({ lang: 'zh-CN' }, { cookie: 'lang=en', ...browser })).toBe('zh-CN');
    expect(asked({}, { cookie: 'a=b; lang=zh-CN', ...browser })).toBe('zh-CN');
    expect(asked({}, browser)).toBe('en');
    expect(asked({}, { 'accept-language': 'fr' }, 'en')).toBe('en');
    expect(asked({ lang: ['en'] }, {})).toBe('zh-CN');
  });
});

describe('assets', () => {
  const assets = new Assets();

  it('addresses of assets carry the hash of their content', () => {
    const [, , hash = '', file = ''] = assets.links.consoleStyle.split('/');
    expect(file).toBe('console.css');
    expect(assets.locate(hash, file)).toMatchObject({ current: true });
    expect(assets.locate(hash, `${file}.map`)).toMatchObject({ current: true });
    expect(assets.locate('older', file)).toMatchObject({ current: false });
  });

  it('only the named files are served as assets', () => {
    for (const file of ['../main.js', 'phone.js', 'console.css.br', 'constructor', '']) {
      expect(assets.locate('x', file)).toBeNull();
    }
  });
});
