import { Controller } from '@hotwired/stimulus';

const NEAR_PX = 80;

/** A conversation opens at its end and follows it. While somebody reads further up, it only says "2 new". */
export class ThreadController extends Controller<HTMLElement> {
  static override targets = ['more', 'count'];
  static override values = { label: String };
  declare readonly moreTarget: HTMLElement;
  declare readonly hasMoreTarget: boolean;
  declare readonly countTarget: HTMLElement;
  declare readonly labelValue: string;
  private atEnd = true;
  private top = 0;
  private arrived = 0;
  private readonly watcher = new MutationObserver((changes) => this.changed(changes));
  /** The field below grows while somebody writes, and a picture has its height only once it is loaded. */
  private readonly sized = () => {
    if (this.atEnd) this.toEnd();
  };
  private readonly sizes = new ResizeObserver(this.sized);
  private readonly scrolled = () => {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    // Readers leave the end by scrolling up, not because the end has moved away meanwhile.
    this.atEnd = near || (this.atEnd && scrollTop >= this.top);
    this.top = scrollTop;
    if (this.atEnd) this.showCount(0);
  };

  override connect(): void {
    this.toEnd();
    this.element.addEventListener('scroll', this.scrolled, { passive: true });
    this.element.addEventListener('load', this.sized, { capture: true });
    this.watcher.observe(this.element, { childList: true, subtree: true });
    this.sizes.observe(this.element);
  }

  override disconnect(): void {
    this.element.removeEventListener('scroll', this.scrolled);
    this.element.removeEventListener('load', this.sized, { capture: true });
    this.watcher.disconnect();
    this.sizes.disconnect();
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  private changed(changes: MutationRecord[]): void {
    const arrived = changes.flatMap((change) => [...change.addedNodes]).filter(isMessage).length;
    if (arrived === 0) return;
    if (this.atEnd) this.toEnd();
    else this.showCount(this.arrived + arrived);
  }

  private showCount(arrived: number): void {
    this.arrived = arrived;
    if (!this.hasMoreTarget) return;
    this.moreTarget.hidden = arrived === 0;
    if (arrived > 0) this.countTarget.textContent = this.labelValue.replace('{count}', String(arrived));
  }
}

function isMessage(node: Node): boolean {
  return node instanceof HTMLElement && node.dataset['message'] !== undefined;
}
