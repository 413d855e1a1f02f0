import { sendOnce } from './once.js';

/** Log-in, tracking and error pages work without any script. This one only makes them nicer. */

const FRESH_MS = 20_000;
const SHOWN_MS = 6_000;
const readAt = Date.now();

function dismissFlash(): void {
  const flash = document.querySelector<HTMLElement>('.flash');
  flash?.querySelector('.flash-close')?.addEventListener('click', () => flash.remove());
  if (flash && flash.dataset['flashStayValue'] !== 'true') setTimeout(() => flash.remove(), SHOWN_MS);
}

/** Customers who come back to the page after a while see the present state of their case. */
function rereadOnReturn(): void {
  if (!document.querySelector('[data-reread]')) return;
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - readAt >= FRESH_MS) location.reload();
  });
}

sendOnce();
dismissFlash();
rereadOnReturn();
