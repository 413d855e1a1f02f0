import type { Locator, Page } from 'playwright-core';
import { CUSTOMERS, type CustomerKey } from '../../src/demo/cast.js';
import type { Browsing } from '../support/browsing.js';

/** A customer uses the simulated phone. */
export class Phone {
  private heard = 0;

  private constructor(readonly page: Page) {}

  static async open(browsing: Browsing, customer: CustomerKey): Promise<Phone> {
    const { name, openid, language } = CUSTOMERS[customer];
    const page = await browsing.page(name, { locale: language });
    await page.goto(`/sandbox?person=${openid}`);
    const phone = new Phone(page);
    await page.locator('textarea').waitFor();
    phone.heard = await phone.messages.count();
    return phone;
  }

  get field(): Locator {
    return this.page.locator('textarea');
  }

  async says(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
    await this.page.locator('.said.up', { hasText: text }).last().waitFor();
  }

  /** Waits for the next thing that the business says and returns it, in order. */
  async hears(): Promise<string> {
    const next = this.messages.nth(this.heard);
    this.heard += 1;
    return (await next.innerText()).trim();
  }

  private get messages(): Locator {
    return this.page.locator('.said.down .bubble');
  }
}
