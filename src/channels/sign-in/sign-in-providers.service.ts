import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IdentityProviders } from '../../staff/index.js';
import { OidcProvider } from './oidc-provider.js';
import { WecomProvider } from './wecom-provider.js';

@Injectable()
export class SignInProviders implements OnModuleInit {
  constructor(private readonly providers: IdentityProviders) {}

  onModuleInit(): void {
    this.providers.register(new OidcProvider());
    this.providers.register(new WecomProvider());
  }
}
