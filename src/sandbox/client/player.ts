export class Player {
  private audio?: HTMLAudioElement;
  private button?: HTMLButtonElement;

  /** Returns true if the browser cannot play the voice. */
  async play(button: HTMLButtonElement): Promise<boolean> {
    const same = this.button === button;
    this.stop();
    if (same) return false;
    const audio = new Audio(`/sandbox/media/${encodeURIComponent(button.value)}`);
    [this.audio, this.button] = [audio, button];
    audio.addEventListener('ended', () => this.stop());
    button.classList.add('playing');
    return audio.play().then(
      () => false,
      (error: unknown) => {
        this.stop();
        return error instanceof DOMException && error.name === 'NotSupportedError';
      },
    );
  }

  private stop(): void {
    this.audio?.pause();
    this.button?.classList.remove('playing');
    this.audio = this.button = undefined;
  }
}
