import { Module } from '@nestjs/common';
import { Identities } from './identities.service.js';
import { Profiles } from './profile.service.js';

export { Identities, type Known } from './identities.service.js';
export { Profiles, type ProfileChange, type Tier } from './profile.service.js';
export { DEFAULT_LANGUAGE, LANGUAGES, languageOf } from './language.js';

@Module({ providers: [Identities, Profiles], exports: [Identities, Profiles] })
export class CustomersModule {}
