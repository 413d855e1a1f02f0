export interface PersonalNumber {
  kind: 'card' | 'identity' | 'phone' | 'named';
  /** Where it stands in the text, its blanks included. */
  from: number;
  to: number;
  digits: string;
}

/** The same at a place of the glyphs. */
export type Found = Omit<PersonalNumber, 'from' | 'to'> & { at: number; end: number };
