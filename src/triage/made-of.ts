/** Nobody says thanks at greater length. */
const LONGEST = 60;

/** Takes out what says nothing: blanks, punctuation, colours of skin and the invisible marks beside emoji. */
export function tight(said: string): string {
  return said.replace(/[\s\p{P}\p{Z}\p{Cf}\p{Mn}\p{Sk}\p{Sm}\p{Emoji_Modifier}]+/gu, '');
}

/**
 * Tells whether the text is a row of these phrases, and of words that may stand `beside` them but are not enough alone.
 * A letter may be drawn out: thankssss. All phrases must be `tight`.
 */
export function isMadeOf(said: string, phrases: readonly string[], beside: readonly string[] = []): boolean {
  const text = tight(said);
  if (text === '' || text.length > LONGEST) return false;
  const reached = new Reached();
  for (let at = 0; at < text.length; at++) {
    if (!reached.has(at)) continue;
    for (const phrase of phrases) reached.add(endsOf(text, at, phrase), true);
    for (const word of beside) reached.add(endsOf(text, at, word), reached.isMeant(at));
  }
  return reached.isMeant(text.length);
}

/** The places up to which a text is known. A place is meant if a phrase stands before it and not only small words. */
class Reached {
  private readonly places = new Map([[0, false]]);

  has(at: number): boolean {
    return this.places.has(at);
  }

  isMeant(at: number): boolean {
    return this.places.get(at) ?? false;
  }

  add(places: number[], isMeant: boolean): void {
    for (const at of places) this.places.set(at, isMeant || this.isMeant(at));
  }
}

/**
 * All places where the phrase may end that begins here. Its last letter may be drawn out, or what looks so begins the
 * next phrase.
 */
function endsOf(text: string, from: number, phrase: string): number[] {
  let at = from;
  for (let letter = 0; letter < phrase.length; letter++) {
    if (text[at] !== phrase[letter]) return [];
    at += 1;
    const next = phrase[letter + 1];
    if (next !== undefined && next !== phrase[letter]) at = afterRun(text, at);
  }
  return Array.from({ length: afterRun(text, at) - at + 1 }, (_, longer) => at + longer);
}

/** The place behind all further letters that are the same as the one before this place. */
function afterRun(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] === text[at - 1]) end += 1;
  return end;
}
