/** Log-in, tracking and errors work without any script; with this one they are nicer. */

const FRESH_MS = 20_000;
const SHOWN_MS = 6_000;
const readAt = Date.now();

/** A word after an action leaves by itself unless something failed. */
function dismissFlash(): void {
  const flash = document.querySelector<HTMLElement>('.flash');
  flash?.querySelector('.flash-close')?.addEventListener('click', () => flash.remove());
  if (flash && flash.dataset['flashStayValue'] !== 'true') setTimeout(() => flash.remove(), SHOWN_MS);
}

/** A customer who comes back to the page after a while reads how the case stands now. */
function rereadOnReturn(): void {
  if (!document.querySelector('[data-reread]')) return;
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - readAt >= FRESH_MS) location.reload();
  });
}

dismissFlash();
rereadOnReturn();
