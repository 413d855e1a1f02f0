import type { FieldFault } from '../../platform/http/index.js';
import {
  type Attempt,
  type Claims,
  type IdentityProvider,
  type ProviderAccess,
  ProviderFault,
} from '../../staff/index.js';
import { isSafeAddress } from './addresses.js';
import { askWecom, WecomTokens } from './wecom-api.js';

const API = 'https://qyapi.weixin.qq.com';
/** https://developer.work.weixin.qq.com/document/path/98152: the page with the code to scan. */
const SCAN = 'https://login.work.weixin.qq.com/wwlogin/sso/login';

interface Person {
  status?: number;
  name?: string;
  department?: number[];
  biz_mail?: string;
  email?: string;
}

/** A colleague who left is 5, and one whom the company switched off is 2. */
const GONE = [2, 5];

/** Members of a company scan a code with WeCom. Its departments are the groups, by their numbers. */
export class WecomProvider implements IdentityProvider {
  readonly kind = 'wecom';
  readonly fields = [
    { name: 'corpId', fixed: true, required: true },
    { name: 'agentId', required: true },
    { name: 'apiUrl', fixed: true, usual: API },
  ] as const;
  private readonly tokens = new WecomTokens();

  faultsOf(settings: Record<string, string>, allowLoopback: boolean): Record<string, FieldFault | undefined> {
    const { corpId = '', agentId = '', apiUrl = '' } = settings;
    return {
      corpId: /^[A-Za-z0-9_-]{4,64}$/.test(corpId) ? undefined : 'bad_corp_id',
      agentId: /^[1-9]\d{0,12}$/.test(agentId) ? undefined : 'bad_agent_id',
      apiUrl: isSafeAddress(apiUrl, allowLoopback) ? undefined : 'bad_https',
    };
  }

  async begin({ settings }: ProviderAccess, attempt: Attempt): Promise<URL> {
    const page = new URL(SCAN);
    page.search = new URLSearchParams({
      login_type: 'CorpApp',
      appid: settings.corpId ?? '',
      agentid: settings.agentId ?? '',
      redirect_uri: attempt.returnTo,
      state: attempt.state,
    }).toString();
    return Promise.resolve(page);
  }

  /** WeCom leads back without a code where the person said no. Customers of the company have no `userid`. */
  async finish(access: ProviderAccess, _attempt: Attempt, answer: URL): Promise<Claims> {
    const code = answer.searchParams.get('code') ?? '';
    if (code === '') throw new ProviderFault('denied', 'no_code');
    const { userid } = await this.tokens.with(access, (token) =>
      askWecom<{ userid?: string }>(access, 'auth/getuserinfo', { access_token: token, code }),
    );
    if (typeof userid !== 'string' || userid === '') throw new ProviderFault('denied', 'no_member');
    const person = await this.tokens.with(access, (token) =>
      askWecom<Person>(access, 'user/get', { access_token: token, userid }),
    );
    if (GONE.includes(person.status ?? 1)) throw new ProviderFault('denied', `status_${person.status}`);
    return claimsOf(userid, person);
  }

  async test(access: ProviderAccess): Promise<void> {
    await this.tokens.fresh(access);
  }
}

/** The company gives out `biz_mail` itself; `email` is what people type into their own profile. */
function claimsOf(userid: string, { name, department, biz_mail: own, email }: Person): Claims {
  const departments = Array.isArray(department) ? department : [];
  return {
    subject: userid,
    name: typeof name === 'string' && name !== '' ? name : userid,
    email: own || email || null,
    emailVerified: Boolean(own),
    groups: departments.map(String),
  };
}
