const SYMBOL = /<symbol id="([a-z0-9-]+)"[^>]*>(.*?)<\/symbol>/g;

/** `sprite` is the address of the file with all icons. A page without one carries the drawings itself. */
export type Icons = (name: string, sprite: string | null) => string;

/** Reads the file of all icons, which the build makes (scripts/sprite.mjs). */
export function readIcons(file: string): Icons {
  const drawings = new Map([...file.matchAll(SYMBOL)].map(([, name = '', drawing = '']) => [name, drawing]));
  return (name, sprite) => {
    const drawing = drawings.get(name);
    if (drawing === undefined)
      throw new Error(`no icon is named ${name}; a new one is there after the next build`);
    return sprite === null
      ? `<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true">${drawing}</svg>`
      : `<svg class="icon icon-${name}" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`;
  };
}
