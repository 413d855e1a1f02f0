import { describe, expect, it } from 'vitest';
import { isUnseen, legible, readable } from '../../../src/platform/reading/index.js';

describe('fault 10: one reading of text', () => {
  it.each([
    ['a zero-width space', '被\u200b盗'],
    ['a soft hyphen', '被\u00ad盗'],
    ['a variation selector', '被\ufe0f盗'],
    ['a bidi mark', '被\u202e盗\u202c'],
    ['an emoji', '被😭盗'],
    ['an emoji with a skin tone and a joined one', '被👍🏽👨‍👩‍👧盗'],
    ['a flag', '被🇨🇳盗'],
    ['a byte order mark', '被\ufeff盗'],
    ['a Hangul filler', '被\u3164盗'],
    ['a stroke through it', '被\u0336盗\u0336'],
    ['a compatibility form', '被盗'.normalize('NFKD')],
    ['traditional characters', '被盜'],
    ['a star', '被★盗'],
    ['emoji that have a compatible form', '被‼️™盗🈲㊙️'],
  ])('a word with %s in it is read as the word', (_, text) => {
    expect(readable(text)).toBe('被盗');
  });

  it.each([
    ['帳號被盜，錢被轉走', '账号被盗,钱被转走'],
    ['帐号', '账号'],
    ['Ｈａｃｋｅｄ', 'hacked'],
    ['𝐡𝐚𝐜𝐤𝐞𝐝', 'hacked'],
    ['hаcked', 'hacked'],
    ['didn’t', "didn't"],
    ['AB–2026−1', 'ab-2026-1'],
    ['①②③', '123'],
    ['1️⃣3️⃣8️⃣', '138'],
    ['  a\u3000\n b\u2800', 'a b'],
  ])('the text "%s" is read as "%s"', (text, read) => {
    expect(readable(text)).toBe(read);
  });

  it('a word of one foreign script stays what it is', () => {
    expect(readable('Москва')).toBe('москва');
    expect(readable('ΑΘΗΝΑ')).toBe('αθηνα');
  });

  it('upper and lower case stay where a number is read out', () => {
    expect(legible('訂單 AB-2026')).toBe('订单 AB-2026');
  });

  it.each(['', ' \n', '\u200b\u200d', '\u3164', '\u2800', '\u00ad\ufe0f', '\u202e', '\u{e0020}', '\u0336'])(
    'a text of signs that nobody sees counts as unseen: %j',
    (text) => {
      expect(isUnseen(text)).toBe(true);
    },
  );

  it.each(['a', '。', '👍', '\u200b1', '❤️'])('the text "%s" can be seen', (text) => {
    expect(isUnseen(text)).toBe(false);
  });
});
