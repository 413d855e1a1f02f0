import type { Locator, Page } from 'playwright-core';
import { PASSWORD, STAFF, type StaffKey } from '../../src/demo/cast.js';
import type { Browsing } from '../support/browsing.js';

/** A member of the staff uses the console in a browser. */
export class Colleague {
  private constructor(readonly page: Page) {}

  static async logIn(browsing: Browsing, who: StaffKey): Promise<Colleague> {
    const { name, email } = STAFF[who];
    const page = await browsing.page(name);
    await page.goto('/login');
    const form = page.locator('form', { has: page.locator('input[type=password]') });
    await form.locator('input[name=email]').fill(email);
    await form.locator('input[name=password]').fill(PASSWORD);
    await form.locator('button').click();
    await page.locator('body.console').waitFor();
    return new Colleague(page);
  }

  /** Returns a ticket's line in the queue. */
  row(number: string): Locator {
    return this.page.locator('.ticket-row', { hasText: number });
  }

  find(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async opens(number: string): Promise<void> {
    await this.page.goto(`/tickets/${number}`);
  }

  async claims(): Promise<void> {
    await this.find('claim').click();
  }

  get field(): Locator {
    return this.find('composer').locator('textarea');
  }

  async replies(text: string): Promise<void> {
    await this.field.fill(text);
    await this.find('send').click();
  }

  async writesNote(text: string): Promise<void> {
    await this.page.locator('.composer-as-note').click();
    await this.replies(text);
  }

  async handsTo(department: string, note: string): Promise<void> {
    await this.find('hand-off').click();
    const form = this.page.locator('form', { has: this.page.locator('#handoff-department') });
    await form.locator('select').selectOption(department);
    await form.locator('textarea').fill(note);
    await form.locator('button').click();
  }

  /** Marks the page, so that `hasReloaded` can tell: a reload would lose the mark. */
  async marks(): Promise<void> {
    await this.page.evaluate(() => Object.assign(window, { notReloaded: true }));
  }

  hasReloaded(): Promise<boolean> {
    return this.page.evaluate(() => !('notReloaded' in window));
  }
}
