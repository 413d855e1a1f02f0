import { Module } from '@nestjs/common';
import { Identities } from './identities.service.js';
import { Profiles } from './profile.service.js';
import { CustomerSecrets } from './secrets.service.js';

export { Identities, type Known } from './identities.service.js';
export { Profiles, type ProfileChange, type Tier } from './profile.service.js';
export { CustomerSecrets } from './secrets.service.js';
export { DEFAULT_LANGUAGE, LANGUAGES, languageOf } from './language.js';

@Module({
  providers: [Identities, Profiles, CustomerSecrets],
  exports: [Identities, Profiles, CustomerSecrets],
})
export class CustomersModule {}
