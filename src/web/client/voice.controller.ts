import { Controller } from '@hotwired/stimulus';

export class VoiceController extends Controller<HTMLElement> {
  static override targets = ['audio', 'button', 'bar', 'failed'];
  declare readonly audioTarget: HTMLAudioElement;
  declare readonly buttonTarget: HTMLButtonElement;
  declare readonly barTarget: HTMLProgressElement;
  declare readonly failedTarget: HTMLElement;

  override disconnect(): void {
    this.audioTarget.pause();
  }

  toggle(): void {
    if (!this.audioTarget.paused) return this.stop();
    for (const other of document.querySelectorAll('audio')) other.pause();
    this.audioTarget.play().then(
      () => this.show(true),
      () => this.failed(),
    );
  }

  moved(): void {
    this.barTarget.value = this.audioTarget.currentTime;
    this.show(!this.audioTarget.paused);
  }

  ended(): void {
    this.audioTarget.currentTime = 0;
    this.barTarget.value = 0;
    this.show(false);
  }

  failed(): void {
    this.show(false);
    this.failedTarget.hidden = false;
  }

  private stop(): void {
    this.audioTarget.pause();
    this.show(false);
  }

  private show(playing: boolean): void {
    this.buttonTarget.setAttribute('aria-pressed', String(playing));
  }
}
