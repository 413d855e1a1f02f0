import { Controller } from '@hotwired/stimulus';

/** Says that the network is gone as long as it is: what the page shows may be old, and nothing can be sent. */
export class NetworkController extends Controller<HTMLElement> {
  override connect(): void {
    this.element.hidden = navigator.onLine;
  }

  gone(): void {
    this.element.hidden = false;
  }

  back(): void {
    this.element.hidden = true;
  }
}
