/** What is being written to somebody. It outlives the field, and each composer has its own. */
export class Draft {
  private readonly name: string;

  constructor(key: string) {
    this.name = `draft:${key}`;
  }

  read(): string {
    return sessionStorage.getItem(this.name) ?? '';
  }

  keep(text: string): void {
    if (text === '') sessionStorage.removeItem(this.name);
    else sessionStorage.setItem(this.name, text);
  }
}

/** Words that come back stand before those that were written meanwhile. */
export function joined(...texts: string[]): string {
  return texts.filter((text) => text.trim() !== '').join('\n');
}
