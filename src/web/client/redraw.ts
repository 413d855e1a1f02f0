import * as Turbo from '@hotwired/turbo';

/** Tells a redraw that a hint asked for from the answer to an act of the reader. The former must take nothing away. */
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

/** The server keeps a message that is shown once for the page that the reader asked for. */
function sayRedraw(event: Event): void {
  const { fetchOptions } = (event as CustomEvent<{ fetchOptions: RequestInit }>).detail;
  if (underWay) (fetchOptions.headers as Record<string, string>)['X-Redraw'] = 'true';
}
