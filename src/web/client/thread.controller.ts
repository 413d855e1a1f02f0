import { Controller } from '@hotwired/stimulus';

const NEAR_PX = 80;

/** A conversation: opens at its end, follows it, and only says "new messages" while one reads further up. */
export class ThreadController extends Controller<HTMLElement> {
  static override targets = ['more'];
  declare readonly moreTarget: HTMLElement;
  declare readonly hasMoreTarget: boolean;
  private atEnd = true;
  private readonly watcher = new MutationObserver((changes) => this.changed(changes));
  private readonly scrolled = () => {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.atEnd && this.hasMoreTarget) this.moreTarget.hidden = true;
  };

  override connect(): void {
    this.toEnd();
    this.element.addEventListener('scroll', this.scrolled, { passive: true });
    this.watcher.observe(this.element, { childList: true, subtree: true });
  }

  override disconnect(): void {
    this.element.removeEventListener('scroll', this.scrolled);
    this.watcher.disconnect();
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  private changed(changes: MutationRecord[]): void {
    const arrived = changes.flatMap((change) => [...change.addedNodes]).some(isMessage);
    if (!arrived) return;
    if (this.atEnd) this.toEnd();
    else if (this.hasMoreTarget) this.moreTarget.hidden = false;
  }
}

function isMessage(node: Node): boolean {
  return node instanceof HTMLElement && node.dataset['message'] !== undefined;
}
