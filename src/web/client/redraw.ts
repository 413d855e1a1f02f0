import * as Turbo from '@hotwired/turbo';

/** This is true while a hint redraws the page. Such a redraw must take nothing away, unlike the answer to an act. */
let underWay = false;

export function watchRedraws(): void {
  for (const other of ['turbo:click', 'turbo:submit-start', 'turbo:render']) {
    document.addEventListener(other, () => (underWay = false));
  }
  document.addEventListener('turbo:before-fetch-request', sayRedraw);
}

/**
 * Turbo's own refresh waits for a while before it asks. What is painted meanwhile would end the redraw, and its request
 * would then go out without the headers below.
 */
export function redraw(): void {
  underWay = true;
  Turbo.visit(document.baseURI, { action: 'replace', shouldCacheSnapshot: false });
}

export function isRedrawing(): boolean {
  return underWay;
}

/**
 * The first header tells the server to keep one-time messages for the next page that the reader asks for. The second
 * names the rows of a list that must not move under the reader's hand, after an act or a redraw.
 */
function sayRedraw(event: Event): void {
  const { fetchOptions } = (event as CustomEvent<{ fetchOptions: RequestInit }>).detail;
  const headers = fetchOptions.headers as Record<string, string>;
  if (underWay) headers['X-Redraw'] = 'true';
  const rows = document.querySelector<HTMLElement>('[data-stays]')?.dataset['stays'];
  if (rows && (underWay || fetchOptions.method?.toLowerCase() === 'post')) headers['X-Stays'] = rows;
}
