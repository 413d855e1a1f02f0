import { Controller } from '@hotwired/stimulus';

/** On a `<details>`: closes on Escape, on a click elsewhere, and when another menu opens. */
export class MenuController extends Controller<HTMLDetailsElement> {
  private readonly elsewhere = (event: Event) => {
    if (event.target instanceof Node && !this.element.contains(event.target)) this.element.open = false;
  };

  private readonly escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.element.open) return;
    this.element.open = false;
    this.element.querySelector('summary')?.focus();
  };

  override connect(): void {
    document.addEventListener('click', this.elsewhere);
    this.element.addEventListener('keydown', this.escape);
  }

  override disconnect(): void {
    document.removeEventListener('click', this.elsewhere);
    this.element.removeEventListener('keydown', this.escape);
  }
}
