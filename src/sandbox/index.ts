/**
 * The stand-in for WeChat's side of the wire: the platform's API under `/sandbox/wechat`, pushes to the account's
 * callback, and the simulated phone at `/sandbox`. Loaded in a demonstration only; it shares no code with what it tests.
 */
export type { ApprovedTemplate, MenuItem, Mode, SandboxAccount, SandboxPerson, Words } from './account.js';
export { Sandbox } from './sandbox.js';
export { SandboxModule } from './sandbox.module.js';
