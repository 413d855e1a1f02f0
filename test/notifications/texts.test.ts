import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/platform/text/index.js';
import { moneyWords } from '../../src/notifications/money.js';
import { nextWords, PURPOSES, stageWords } from '../../src/notifications/index.js';
import { NoticeTemplates } from '../../src/notifications/templates.service.js';
import { root } from '../../src/platform/config/index.js';
import { STAGES } from '../../src/tickets/index.js';

const FACTS = {
  number: 'T100001',
  type: 'Refund & <more>',
  stage: 'Refunded',
  department: 'Finance',
  order: 'A-1',
  amount: '¥68.50',
  voucher: 'PZ-1',
  reason: '😀'.repeat(400),
  link: 'https://help.localhost/t/x',
  urgent: true,
  next: 'finance pays',
  promised: 'You hear from us by today 18:00.',
  place: '3',
  opens: 'tomorrow 09:00',
  colleague: '',
  open: true,
  single: true,
};
const EACH = PURPOSES.flatMap((purpose) => LANGUAGES.map((language) => [purpose, language] as const));
/** WeChat refuses a passive answer that is longer than this. */
const LONGEST_BYTES = 2048;

describe('The texts of notices', () => {
  const templates = new NoticeTemplates();

  it.each(EACH)('the notice %s in %s has no gaps and is short enough', (purpose, language) => {
    const text = templates.render(purpose, language, { ...FACTS, tickets: [FACTS, FACTS, FACTS] });
    expect(text).not.toMatch(/\{\{|undefined|&amp;|[ \t]$|\n\n|^\s*$/m);
    expect(Buffer.byteLength(text)).toBeLessThan(LONGEST_BYTES);
  });

  it('there is one file for each purpose and language of a notice, and no other', () => {
    const files = readdirSync(join(root, 'templates/notices')).filter((file) => file.endsWith('.hbs'));
    expect(files.sort()).toEqual(EACH.map(([purpose, language]) => `${purpose}.${language}.hbs`).sort());
  });

  it('a notice that lacks a fact is not sent', () => {
    expect(() => templates.render('refund_paid', 'en', { number: 'T1' })).toThrow('amount');
  });

  it('a notice does not mention what is not known', () => {
    const text = templates.render('receipt', 'en', { ...FACTS, order: '', amount: '', urgent: false });
    expect(text.split('\n')[1]).toBe('Ticket T100001 · Refund & <more>');
    expect(text).not.toContain('urgent');
  });

  it.each(LANGUAGES)('every stage of a ticket has words in %s', (language) => {
    const file = readFileSync(join(root, `templates/notices/words.${language}.json`), 'utf8');
    expect(Object.keys((JSON.parse(file) as { stage: object }).stage)).toEqual([...STAGES]);
    for (const stage of STAGES) {
      expect(stageWords(stage, language, '$& 财务')).not.toContain('{{');
      expect(nextWords(stage, language, '$& 财务')).not.toMatch(/\{\{|^$/);
    }
  });

  it('no Chinese text for customers sets a number or a time against the word beside it', () => {
    const sources = readdirSync(join(root, 'templates/notices')).filter((file) => file.includes('.zh-CN.'));
    for (const file of sources) {
      const source = readFileSync(join(root, 'templates/notices', file), 'utf8');
      expect(source, file).not.toMatch(/\{\{(number|opens|at)\}\}\p{Script=Han}/u);
      expect(source, file).not.toMatch(/\p{Script=Han}\{\{number\}\}/u);
    }
  });

  it('the words of a stage name the department that has the ticket', () => {
    expect(stageWords('in_department', 'zh-CN', '财务')).toBe('财务正在处理');
    expect(stageWords('in_department', 'fr', '财务')).toBe('财务正在处理');
  });

  it.each([
    ['68.5', 'CNY', 'zh-CN', '¥68.50'],
    ['68.50', 'CNY', 'en', 'CN¥68.50'],
    ['999999999999.99', 'CNY', 'en', 'CN¥999,999,999,999.99'],
    ['12', 'USD', 'en', '$12.00'],
    ['12', 'USD', 'zh-CN', 'US$12.00'],
    ['a lot', 'CNY', 'en', ''],
    ['12', 'yuan', 'en', ''],
  ] as const)('the amount %s %s is written in %s as %s', (amount, currency, language, words) => {
    expect(moneyWords(amount, currency, language)).toBe(words);
  });
});
