const drawn = new WeakMap<HTMLElement, string>();

export function redraw(target: HTMLElement, html: string): void {
  if (drawn.get(target) === html) return;
  const held = target.contains(document.activeElement) ? markOf(document.activeElement) : undefined;
  drawn.set(target, html);
  target.innerHTML = html;
  if (held === undefined) return;
  const again = [...target.querySelectorAll<HTMLElement>('a, button')].find((one) => markOf(one) === held);
  again?.focus({ preventScroll: true });
}

/** Scrolls to the new bubble only if the end was in view, so that nothing moves while somebody reads. */
export function append(chat: HTMLElement, before: HTMLElement, html: string): void {
  const following = nearEnd(chat);
  before.insertAdjacentHTML('beforebegin', html);
  if (following) chat.scrollTo({ top: chat.scrollHeight, behavior: 'smooth' });
}

export function nearEnd(chat: HTMLElement, within = 80): boolean {
  return chat.scrollHeight - chat.scrollTop - chat.clientHeight < within;
}

function markOf(element: Element | null): string | undefined {
  return element?.getAttribute('href') ?? element?.getAttribute('value') ?? undefined;
}
