import { Controller } from '@hotwired/stimulus';

/** Stands on a form of choices. A change submits it, and the button that is needed without scripts is hidden. */
export class AutosubmitController extends Controller<HTMLFormElement> {
  static override targets = ['button'];
  declare readonly buttonTargets: HTMLButtonElement[];

  override connect(): void {
    for (const button of this.buttonTargets) button.hidden = true;
  }

  /** Handles `change`. */
  send(): void {
    this.element.requestSubmit();
  }
}
