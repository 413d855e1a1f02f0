export interface Changes {
  last: string;
  bubbles: string;
  people: string;
  platform: string;
  clock: string;
  typing: boolean;
  followed: boolean;
  blocked: boolean;
}

export function personPath(openid: string, what: string): string {
  return `/sandbox/people/${encodeURIComponent(openid)}/${what}`;
}

/** Returns undefined if the server cannot be reached. The next reading asks for the same. */
export async function readChanges(openid: string, after: string): Promise<Changes | undefined> {
  const response = await request(`${personPath(openid, 'changes')}?after=${after}`, {});
  return response?.ok ? ((await response.json()) as Changes) : undefined;
}

/** Returns a sentence about what went wrong, or undefined on success. */
export async function write(
  method: string,
  address: string,
  body: object,
  failed: string,
): Promise<string | undefined> {
  const sent = body instanceof FormData ? body : JSON.stringify(body);
  const token = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? '';
  const kind = typeof sent === 'string' ? { 'content-type': 'application/json' } : undefined;
  const response = await request(address, {
    method,
    body: sent,
    headers: { 'x-csrf-token': token, ...kind },
  });
  if (response?.ok) return undefined;
  if (!response?.headers.get('content-type')?.includes('json')) return failed;
  return ((await response.json()) as { detail?: string }).detail ?? failed;
}

async function request(address: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(address, { ...init, headers: { accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
