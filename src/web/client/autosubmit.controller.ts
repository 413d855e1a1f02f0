import { Controller } from '@hotwired/stimulus';

/** On a form of choices: a change sends it, and the button that does so without scripts is not needed. */
export class AutosubmitController extends Controller<HTMLFormElement> {
  static override targets = ['button'];
  declare readonly buttonTargets: HTMLButtonElement[];

  override connect(): void {
    for (const button of this.buttonTargets) button.hidden = true;
  }

  /** On `change`. */
  send(): void {
    this.element.requestSubmit();
  }
}
