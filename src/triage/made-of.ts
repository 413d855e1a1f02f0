/** Nobody says thanks at greater length. */
const LONGEST = 60;

/** Takes out what says nothing: blanks, punctuation, colours of skin and the invisible marks beside emoji. */
export function tight(said: string): string {
  return said.replace(/[\s\p{P}\p{Z}\p{Cf}\p{Mn}\p{Sk}\p{Sm}\p{Emoji_Modifier}]+/gu, '');
}

/** Tells whether the text is a row of these phrases and nothing else, and asks nothing. The phrases must be `tight`. */
export function isMadeOf(said: string, phrases: readonly string[]): boolean {
  const text = tight(said);
  if (text === '' || text.length > LONGEST || said.includes('?')) return false;
  const reached = new Set([0]);
  for (let at = 0; at < text.length; at++) {
    if (!reached.has(at)) continue;
    for (const phrase of phrases) if (text.startsWith(phrase, at)) reached.add(at + phrase.length);
  }
  return reached.has(text.length);
}
