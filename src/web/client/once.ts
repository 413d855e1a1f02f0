/** What a form answers with `data-once` is shown once, and a second press would hide it: only the first one counts. */
export function sendOnce(): void {
  const sent = new WeakSet<EventTarget>();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !('once' in form.dataset)) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
  });
}
