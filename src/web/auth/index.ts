export { CurrentMember, OnlyFor } from './admission.js';
export { AuthModule } from './auth.module.js';
export { type DemonstrationLogin, DemonstrationLogins } from './demonstration-logins.js';
export { type Handout, SecretHandout } from './secret-handout.service.js';
export { SignInCookie } from './sign-in-cookie.js';
export { OpenBeforeSetup, SessionGuard } from './session.guard.js';
export { ActsOn, type ApiSubject, NeedsScope } from './token-scope.js';
export { bearerOf, CurrentToken, TokenGuard } from './token.guard.js';
