/**
 * Tells whether the second address is on another server than the first, or is reached without TLS where the first was
 * not. A stored secret never goes along: whoever changes the address has to know the secret.
 */
export function leadsElsewhere(before: string, after: string): boolean {
  return originOf(before) !== originOf(after);
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}
