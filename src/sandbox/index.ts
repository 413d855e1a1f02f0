/**
 * The stand-in for WeChat serves the platform's API under `/sandbox/wechat`, pushes to the account's callback, and
 * shows the simulated phone at `/sandbox`. It is loaded only in a demonstration and shares no code with what it tests.
 */
export type { ApprovedTemplate, MenuItem, Mode, SandboxAccount, SandboxPerson, Words } from './account.js';
export { Sandbox } from './sandbox.js';
export { SandboxModule } from './sandbox.module.js';
