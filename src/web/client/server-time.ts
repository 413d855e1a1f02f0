/** In a demonstration the server's time may be days ahead of this browser's clock. */

let offset = 0;
const seen = new Set<string>();

export function serverNow(): number {
  readOffset();
  return Date.now() + offset;
}

export function pageLanguage(): string {
  return document.documentElement.lang || 'en';
}

// A page restored from Turbo's cache carries an old stamp, so each stamp counts only the first time it appears.
function readOffset(): void {
  const stamp = document.querySelector<HTMLMetaElement>('meta[name="server-now"]')?.content;
  if (!stamp || seen.has(stamp)) return;
  seen.add(stamp);
  offset = Number(stamp) - Date.now();
}
