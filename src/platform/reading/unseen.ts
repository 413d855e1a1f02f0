/** Takes no room on a screen: format characters, bidi marks, variation selectors, fillers. */
export const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Takes no room either, and nobody types it. */
export const CONTROL = /[^\P{Cc}\s]/gu;

/** Decorates words and stands for none: emoji with their skin tones and flags, stars, private characters. */
export const DECORATION = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{So}\p{Co}]/gu;

/** Emoji whose compatible form would be a letter, a sign or a word, such as ‼, ™ or ㊙. */
export const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/gu;

/** Marks that are drawn over or around a character, such as a stroke through it or the frame of a key. */
export const OVERLAID = /(?<=[\p{Script=Han}\p{Script=Latin}\p{N}\p{P}\p{Zs}])\p{M}+/gu;

/** The braille pattern without dots looks like a blank. */
export const BLANKS = /[\s\u2800]+/gu;

export const DASHES = /[\p{Pd}\u2212]/gu;

/** Nobody would see anything of this text. */
export function isUnseen(text: string): boolean {
  return text.replace(UNSEEN, '').replace(/[\s\u2800\p{M}\p{Cc}]+/gu, '') === '';
}
