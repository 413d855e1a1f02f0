import { Controller } from '@hotwired/stimulus';

const PAUSE_MS = 350;

/** When typing pauses, the server draws a preview of the form. Nothing is saved. */
export class PreviewController extends Controller<HTMLFormElement> {
  static override targets = ['out'];
  static override values = { url: String };
  declare readonly outTarget: HTMLElement;
  declare readonly urlValue: string;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private asked: AbortController | undefined;

  override disconnect(): void {
    clearTimeout(this.waiting);
    this.asked?.abort();
  }

  later(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.draw(), PAUSE_MS);
  }

  private async draw(): Promise<void> {
    this.asked?.abort();
    this.asked = new AbortController();
    const fields = new FormData(this.element) as unknown as Iterable<[string, string]>;
    const body = new URLSearchParams([...fields]);
    try {
      const response = await fetch(this.urlValue, { method: 'POST', body, signal: this.asked.signal });
      if (response.ok) this.show(await response.text());
    } catch (error) {
      // A later keystroke took over or the network is away, so the last preview stays.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    }
  }

  private show(html: string): void {
    const drawn = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-preview]');
    if (drawn) this.outTarget.replaceChildren(...drawn.childNodes);
  }
}
