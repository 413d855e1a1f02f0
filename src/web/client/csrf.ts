/** Returns the token of a form on the page, for requests that its script sends by itself. */
export function csrfOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value ?? '';
}
