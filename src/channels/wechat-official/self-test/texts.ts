import { inLanguage, type LocalizedText } from '../../../platform/text/index.js';
import type { SentOut } from './self-test.js';

const TEXTS: Record<SentOut, LocalizedText> = {
  text_out: {
    'zh-CN':
      '自检：“{word}”已收到。接下来会收到一张图片和一段语音。请再发来一张图片和一条语音，后台页面会逐项打勾。',
    en: 'Self-test: “{word}” has arrived. A picture and a voice message follow. Now send a picture and a voice message back; the page ticks off each of them.',
  },
  image_out: { 'zh-CN': '自检图片', en: 'Picture of the self-test' },
  voice_out: { 'zh-CN': '自检语音', en: 'Voice message of the self-test' },
};

export function selfTestText(step: SentOut, { language, word }: { language: string; word: string }): string {
  return inLanguage(TEXTS[step], language).replace('{word}', word);
}
