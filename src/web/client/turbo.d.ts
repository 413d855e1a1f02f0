declare module '@hotwired/turbo' {
  export const navigator: { currentVisit?: unknown };
  export const config: {
    drive: { progressBarDelay: number };
    forms: { confirm: (message: string, form: HTMLFormElement, submitter?: HTMLElement) => Promise<boolean> };
  };
  export function visit(
    location: string,
    options?: { action?: 'advance' | 'replace'; shouldCacheSnapshot?: boolean },
  ): void;
}
