import { Controller } from '@hotwired/stimulus';
import { Hints } from './hints.js';
import { Siren } from './siren.js';

const COALESCE_MS = 150;
const REREAD_MS = 60_000;
/** One siren serves the whole visit, so that it goes on ringing while pages change. */
const siren = new Siren();

/**
 * Belongs on the body. It keeps the bell's count and the bar of open calls up to date in every tab, and sounds while a
 * call asks for an answer.
 */
export class BellController extends Controller<HTMLElement> {
  static override targets = ['count', 'ringing', 'recent', 'silenced'];
  declare readonly countTarget: HTMLElement;
  declare readonly hasCountTarget: boolean;
  declare readonly ringingTarget: HTMLElement;
  declare readonly recentTarget: HTMLElement & { reload(): Promise<void> };
  declare readonly hasSilencedTarget: boolean;
  declare readonly silencedTarget: HTMLElement;
  private hints: Hints | undefined;
  private pending: ReturnType<typeof setTimeout> | undefined;
  private rereads: ReturnType<typeof setInterval> | undefined;
  private readonly loaded = () => void this.noteSeen();
  private readonly heard = () => this.tellSound();

  override connect(): void {
    if (!this.hasCountTarget) return;
    this.hints = new Hints((hint) => (hint === null || hint.alerts) && this.rereadSoon());
    this.rereads = setInterval(() => this.rereadSoon(), REREAD_MS);
    document.addEventListener('turbo:frame-load', this.loaded);
    siren.addEventListener('change', this.heard);
    void this.noteSeen();
  }

  override disconnect(): void {
    this.hints?.close();
    clearTimeout(this.pending);
    clearInterval(this.rereads);
    document.removeEventListener('turbo:frame-load', this.loaded);
    siren.removeEventListener('change', this.heard);
  }

  ringingTargetConnected(bar: HTMLElement): void {
    if (bar.dataset['rings']) siren.start();
    else siren.stop();
    this.tellSound();
  }

  open(event: Event): void {
    const { open } = event.target as HTMLDetailsElement;
    if (open && this.recentTarget.hasAttribute('complete')) void this.recentTarget.reload();
  }

  /** Browsers let a page make sounds only after somebody has touched it. */
  sound(): void {
    siren.unlock();
  }

  private rereadSoon(): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => void this.reread(), COALESCE_MS);
  }

  private async reread(): Promise<void> {
    const response = await fetch('/alerts/recent', { headers: { accept: 'text/html' } }).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const count = page.querySelector<HTMLElement>('[data-bell-target=count]');
    const bar = page.querySelector<HTMLElement>('[data-bell-target=ringing]');
    if (!count || !bar) return;
    this.countTarget.replaceWith(count);
    if (bar.innerHTML !== this.ringingTarget.innerHTML) this.ringingTarget.replaceWith(bar);
  }

  private async noteSeen(): Promise<void> {
    const upTo = document.querySelector<HTMLElement>('[data-up-to]')?.dataset['upTo'];
    const csrf = document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value;
    if (!upTo || !csrf || this.countTarget.hidden) return;
    const body = new URLSearchParams({ _csrf: csrf, upTo });
    await fetch('/alerts/seen', { method: 'POST', body }).catch(() => null);
  }

  private tellSound(): void {
    if (this.hasSilencedTarget) this.silencedTarget.hidden = !siren.silenced;
  }
}
