import * as Turbo from '@hotwired/turbo';

/** This is true while a hint redraws the page. Such a redraw must take nothing away, unlike the answer to an act. */
let underWay = false;

export function watchRedraws(): void {
  for (const other of ['turbo:click', 'turbo:submit-start', 'turbo:render']) {
    document.addEventListener(other, () => (underWay = false));
  }
  document.addEventListener('turbo:before-fetch-request', sayRedraw);
}

export function redraw(): void {
  underWay = true;
  Turbo.session.refresh(document.baseURI);
}

export function isRedrawing(): boolean {
  return underWay;
}

/** The header tells the server to keep one-time messages for the next page that the reader asks for. */
function sayRedraw(event: Event): void {
  const { fetchOptions } = (event as CustomEvent<{ fetchOptions: RequestInit }>).detail;
  if (underWay) (fetchOptions.headers as Record<string, string>)['X-Redraw'] = 'true';
}
