import { createHash, randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { Config, secretKeys } from '../config/index.js';
import { codeAddress, newCodeSecret, newRecoveryCode, readCode, stepOfCode } from './one-time-codes.js';
import { Signer, signingKeyOf } from './signer.js';
import { derive, keyIdOf, Locked, Vault } from './vault.js';

export { codeAddress, newCodeSecret, newRecoveryCode, readCode, stepOfCode };
export { type CipherColumns, renewCiphers } from './renewing.js';
export { derive, keyIdOf, Locked, Signer, signingKeyOf, Vault };

/** A token is shown once. Only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const hashed = (token: string): string => createHash('sha256').update(token).digest('base64url');

@Global()
@Module({
  providers: [
    { provide: Vault, useFactory: (config: Config) => new Vault(secretKeys(config)), inject: [Config] },
    { provide: Signer, useFactory: (config: Config) => new Signer(secretKeys(config)), inject: [Config] },
  ],
  exports: [Vault, Signer],
})
export class CryptoModule {}
