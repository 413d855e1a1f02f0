import { isRedrawing } from './redraw.js';

/**
 * A redraw must not destroy what somebody is doing. It leaves half-filled and refused forms, open menus and dialogs,
 * and messages that are still being read.
 */

const SAID_ONCE = '#flash, #told';
const FAULT = '.field-error:not([hidden])';

const answered = new WeakSet<HTMLFormElement>();

export function protectWorkInMorphs(): void {
  document.addEventListener('turbo:before-morph-element', keepBegunForms);
  document.addEventListener('turbo:before-morph-element', keepUnreadWords);
  document.addEventListener('turbo:before-morph-element', letGoOfTheOld);
  document.addEventListener('turbo:before-morph-attribute', keepOpen);
  document.addEventListener('turbo:submit-end', noteAnswer);
  document.addEventListener('input', noteInput);
}

function keepBegunForms(event: Event): void {
  if (event.target instanceof HTMLFormElement && isBegun(event.target)) event.preventDefault();
}

/** The outcome of an action is shown only once, so the redrawn page no longer contains it. */
function keepUnreadWords(event: Event): void {
  const gone = !(event as CustomEvent<{ newElement?: Element }>).detail.newElement;
  if (gone && isRedrawing() && event.target instanceof Element && event.target.matches(SAID_ONCE)) {
    event.preventDefault();
  }
}

/** Turbo never removes permanent elements. One that the new form no longer has would stand beside its replacement. */
function letGoOfTheOld(event: Event): void {
  const { newElement } = (event as CustomEvent<{ newElement?: Element }>).detail;
  if (!(event.target instanceof HTMLFormElement) || !newElement) return;
  for (const kept of event.target.querySelectorAll('[id][data-turbo-permanent]')) {
    if (!newElement.querySelector(`#${CSS.escape(kept.id)}`)) kept.removeAttribute('data-turbo-permanent');
  }
}

function isBegun(form: HTMLFormElement): boolean {
  if (isRedrawing() && form.querySelector(FAULT)) return true;
  if (answered.has(form) || form.dataset['morph'] === 'always') return false;
  return [...form.elements].some(isChanged);
}

function isChanged(field: Element): boolean {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some(
      (option) => option.selected !== option.defaultSelected && option.value !== '',
    );
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === 'hidden') return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

function keepOpen(event: Event): void {
  const { attributeName, mutationType } = (
    event as CustomEvent<{ attributeName: string; mutationType: 'update' | 'remove' }>
  ).detail;
  const folds = event.target instanceof HTMLDetailsElement || event.target instanceof HTMLDialogElement;
  // A refused form is unfolded by the server where a fault stands in it.
  const isUnfolded = mutationType === 'update' && !isRedrawing();
  if (folds && attributeName === 'open' && !isUnfolded) event.preventDefault();
}

/** The server's answer is right: the form is emptied after success, or shows what was typed with the error. */
function noteAnswer(event: Event): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  answered.add(form);
  if (!(event as CustomEvent<{ success: boolean }>).detail.success) return;
  // Such a form was emptied when it was sent, and the next words may stand in it.
  if (!('outbox' in form.dataset)) form.reset();
  form.closest('dialog')?.close();
  form.closest('details')?.removeAttribute('open');
}

function noteInput(event: Event): void {
  const form = event.target instanceof Element ? event.target.closest('form') : null;
  if (form) answered.delete(form);
}
