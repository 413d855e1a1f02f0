import { PASSWORD } from '../../src/demo/cast.js';
import { CookieJar } from '../../test/support/browser.js';

/** A member of the demonstration with a browser. */
export class BrowserDesk {
  private constructor(private readonly jar: CookieJar) {}

  static async open(url: string, who: string): Promise<BrowserDesk> {
    const email = `${who}@huiyin.example`;
    const jar = new CookieJar(url);
    const page = await (await jar.send('GET', '/login')).text();
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = { email, password: PASSWORD, next: '', _csrf };
    const { status } = await jar.send('POST', '/login', { form });
    if (status !== 303) throw new Error(`${email} was not let in: ${status}`);
    return new BrowserDesk(jar);
  }

  async get(path: string): Promise<string> {
    const answer = await this.jar.send('GET', path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer.text();
  }
}
