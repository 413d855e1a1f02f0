export { SignInProvidersModule } from './sign-in-providers.module.js';
