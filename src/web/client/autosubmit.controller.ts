import { Controller } from '@hotwired/stimulus';

export class AutosubmitController extends Controller<HTMLFormElement> {
  static override targets = ['button'];
  declare readonly buttonTargets: HTMLButtonElement[];

  override connect(): void {
    for (const button of this.buttonTargets) button.hidden = true;
  }

  send(): void {
    this.element.requestSubmit();
  }
}
