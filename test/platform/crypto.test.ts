import { describe, expect, it } from 'vitest';
import { Signer, Vault } from '../../src/platform/crypto/index.js';

const old = Buffer.alloc(32, 1);
const current = Buffer.alloc(32, 2);

describe('The vault', () => {
  it('the vault opens what an earlier key closed, and closes with the first key', () => {
    const before = new Vault([old]).encrypt('13800138000', 'customer.phone');
    const rotated = new Vault([current, old]);
    expect(rotated.decrypt(before, 'customer.phone')).toBe('13800138000');
    expect(() => new Vault([old]).decrypt(rotated.encrypt('x', 'a'), 'a')).toThrow('No key');
  });

  it('the vault refuses a value that was moved to another column or changed', () => {
    const vault = new Vault([current]);
    const text = vault.encrypt('13800138000', 'customer.phone');
    expect(() => vault.decrypt(text, 'customer.bank')).toThrow();
    expect(() => vault.decrypt(`${text.slice(0, -2)}AA`, 'customer.phone')).toThrow();
  });

  it('the vault finds equal values of one context without opening them', () => {
    const vault = new Vault([current]);
    expect(vault.blindIndex('1', 'a')).toBe(vault.blindIndex('1', 'a'));
    expect(vault.blindIndex('1', 'a')).not.toBe(vault.blindIndex('1', 'b'));
    expect(vault.encrypt('1', 'a')).not.toBe(vault.encrypt('1', 'a'));
  });
});

describe('Signed tokens', () => {
  const signer = new Signer([current, old]);

  it('a signed token says what it carries, under every key of the installation', () => {
    expect(signer.verify('tracking', signer.sign('tracking', '42'))).toBe('42');
    expect(signer.verify('tracking', new Signer([old]).sign('tracking', '42'))).toBe('42');
  });

  it('a signed token is refused when it was made up or signed for another purpose', () => {
    const token = signer.sign('tracking', '42');
    expect(signer.verify('invite', token)).toBeNull();
    expect(signer.verify('tracking', token.replace('42', '43'))).toBeNull();
    expect(signer.verify('tracking', `${token}/`)).toBeNull();
    expect(signer.verify('tracking', '')).toBeNull();
    expect(token).toMatch(/^[A-Za-z0-9._~-]+$/);
  });
});
