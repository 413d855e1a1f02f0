/** `Assets.turboStyleHash` belongs in the content security policy. */
export { Assets } from './assets.js';
export { codePicture } from './code-picture.js';
export { flash, type Flash } from './flash.js';
export { type PageRequest, type Reader } from './page-view.js';
export { languageOfProgram, preferencesOf, type Theme } from './preferences.js';
export type { ShownTimer } from './clock-face.js';
export { archive, attached, inline, isPicture, isShown } from './sent-file.js';
export { type Speech } from './speech.js';
export { ViewModule } from './view.module.js';
export { ViewService, type PageModel } from './view.service.js';
export { sayRegion } from './date.helpers.js';
export { sayInFull } from './time.helpers.js';
