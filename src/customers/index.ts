import { Module } from '@nestjs/common';
import { CustomerTrail } from './customer-trail.service.js';
import { Identities } from './identities.service.js';
import { Joining } from './joining.service.js';
import { CustomerNames } from './names.service.js';
import { Profiles } from './profile.service.js';
import { CustomerSecrets } from './secrets.service.js';

export { Identities, type Person } from './identities.service.js';
export { Joining } from './joining.service.js';
export { CustomerNames } from './names.service.js';
export { Profiles, type ProfileChange, type Tier } from './profile.service.js';
export { CustomerSecrets, PHONE } from './secrets.service.js';
export { NAME_BLOCKS, type NameBlocks, namedIndexed, namedLike } from './named.js';
export { languageOf } from './language.js';
export { DEFAULT_LANGUAGE } from '../platform/text/index.js';

@Module({
  providers: [CustomerNames, CustomerSecrets, CustomerTrail, Identities, Joining, Profiles],
  exports: [CustomerNames, CustomerSecrets, Identities, Joining, Profiles],
})
export class CustomersModule {}
