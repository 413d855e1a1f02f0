import { Controller } from '@hotwired/stimulus';

export class RowsController extends Controller<HTMLElement> {
  private at: string | undefined;

  /** A hotkey first focuses its own button, which is in no row. */
  reached(event: FocusEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('[data-row-id]');
    if (row) this.at = row.dataset['rowId'];
  }

  next(): void {
    this.moveFocus(1);
  }

  previous(): void {
    this.moveFocus(-1);
  }

  private moveFocus(step: number): void {
    const rows = [...this.element.querySelectorAll<HTMLElement>('[data-row-id]')];
    const now = rows.findIndex((row) => row.dataset['rowId'] === this.at);
    const then = now === -1 ? 0 : Math.min(Math.max(now + step, 0), rows.length - 1);
    rows[then]?.querySelector('a')?.focus();
  }
}
