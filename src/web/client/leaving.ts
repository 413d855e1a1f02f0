/**
 * Whoever follows a link while another page still arrives ends the reading of that page. Turbo ends it too, but lets
 * its outcome fall, which the browser then reports as an error of the page.
 */
export function leaveUnreadPages(): void {
  window.addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof DOMException && event.reason.name === 'AbortError') event.preventDefault();
  });
}
