/** While an input method is composing, nothing may redraw the page, and Enter chooses a word. */

let composing = false;
const waiting = new Set<() => void>();

document.addEventListener('compositionstart', () => (composing = true), true);
document.addEventListener('compositionend', settle, true);
document.addEventListener('focusout', settle, true);

export function whenNotComposing(work: () => void): void {
  if (composing) waiting.add(work);
  else work();
}

/** Safari ends the composition before it reports the key, which then carries only the code 229. */
export function belongsToInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

function settle(): void {
  composing = false;
  const due = [...waiting];
  waiting.clear();
  // The key event that ended the composition must be handled first.
  setTimeout(() => due.forEach((work) => work()), 0);
}
