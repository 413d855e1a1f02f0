import { Controller } from '@hotwired/stimulus';

const FIRST = 'select, textarea, input:not([type=hidden]), [data-menu-first]';

/** Belongs on a `<details>`. It closes on Escape, on a click elsewhere, and when another menu opens. */
export class MenuController extends Controller<HTMLDetailsElement> {
  private readonly elsewhere = (event: Event) => {
    if (event.target instanceof Node && !this.element.contains(event.target)) this.element.open = false;
  };

  private readonly escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.element.open) return;
    this.element.open = false;
    this.element.querySelector('summary')?.focus();
  };

  private readonly opened = () => {
    if (!this.element.open) return;
    this.element.querySelector<HTMLElement>(FIRST)?.focus();
  };

  override connect(): void {
    this.element.addEventListener('toggle', this.opened);
    document.addEventListener('click', this.elsewhere);
    this.element.addEventListener('keydown', this.escape);
  }

  override disconnect(): void {
    this.element.removeEventListener('toggle', this.opened);
    document.removeEventListener('click', this.elsewhere);
    this.element.removeEventListener('keydown', this.escape);
  }
}
