/** Names of this machine that lead nowhere else (RFC 6761), as they stand in addresses and `Host` headers. */
const OWN = /^(localhost|[a-z\d-]+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)\.?$/i;

export function isOwnMachine(name: string): boolean {
  return OWN.test(name);
}

/** Everybody knows the passwords of the demonstration. */
export function problemsOfDemonstration({ host, publicUrl }: { host: string; publicUrl: string }): string[] {
  const problems: string[] = [];
  if (!isOwnMachine(host)) problems.push(`DEMO=on listens on this machine only: HOST=${host} needs DEMO=off`);
  if (!leadsToOwnMachine(publicUrl)) {
    problems.push(
      `DEMO=on is for this machine only, for its passwords are published: PUBLIC_URL=${publicUrl} needs DEMO=off`,
    );
  }
  return problems;
}

function leadsToOwnMachine(address: string): boolean {
  return URL.canParse(address) && isOwnMachine(new URL(address).hostname);
}
