import { Controller } from '@hotwired/stimulus';

/**
 * Rows are ordered by dragging their handle, by its arrow keys, or by the buttons of a row. Nothing is sent until the
 * bar that appears is used. `order` holds the keys.
 */
export class ReorderController extends Controller<HTMLElement> {
  static override targets = ['row', 'bar', 'order', 'list', 'said'];
  static override values = { words: String };
  declare readonly rowTargets: HTMLElement[];
  declare readonly barTarget: HTMLElement;
  declare readonly orderTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly saidTarget: HTMLElement;
  declare readonly wordsValue: string;
  private dragged: HTMLElement | undefined;

  /** Only the pressed handle makes its row draggable, so that text elsewhere in the row can be selected. */
  grab({ currentTarget }: Event): void {
    const row = this.rowOf(currentTarget);
    if (row) row.draggable = true;
  }

  start(event: DragEvent): void {
    this.dragged = this.rowOf(event.currentTarget);
    this.dragged?.classList.add('dragged');
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
  }

  over(event: DragEvent): void {
    const row = this.rowOf(event.currentTarget);
    if (!row || !this.dragged || row === this.dragged) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    row[event.clientY > top + height / 2 ? 'after' : 'before'](this.dragged);
  }

  drop(event: Event): void {
    event.preventDefault();
  }

  end(): void {
    const row = this.dragged;
    this.dragged = undefined;
    if (!row) return;
    row.classList.remove('dragged');
    row.draggable = false;
    this.changed(row);
  }

  press(event: KeyboardEvent): void {
    const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    this.shift(event.currentTarget, direction);
  }

  up(event: Event): void {
    event.preventDefault();
    this.shift(event.currentTarget, -1);
  }

  down(event: Event): void {
    event.preventDefault();
    this.shift(event.currentTarget, 1);
  }

  private shift(target: EventTarget | null, direction: number): void {
    const row = this.rowOf(target);
    const rows = this.rowTargets;
    const other = row && rows[rows.indexOf(row) + direction];
    if (!other) return;
    other[direction < 0 ? 'before' : 'after'](row);
    (target as HTMLElement).focus();
    this.changed(row);
  }

  private changed(row: HTMLElement): void {
    const rows = this.rowTargets;
    this.orderTarget.value = rows.map(({ dataset }) => dataset['key']).join(',');
    this.barTarget.hidden = false;
    this.saidTarget.textContent = this.wordsValue
      .replace('{place}', String(rows.indexOf(row) + 1))
      .replace('{all}', String(rows.length));
  }

  private rowOf(target: EventTarget | null): HTMLElement | undefined {
    return this.rowTargets.find((row) => row.contains(target as Node));
  }
}
