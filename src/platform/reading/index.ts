export { chineseNumber, westernNumber } from './numeral.js';
export type { PersonalNumber } from './found.js';
export { excerptOf, holdsPersonal, masked, maskedPhone, personalNumbers } from './personal.js';
export { keptLately } from './lately.js';
export { inLatin } from './lookalikes.js';
export { legible, legibleWithEmoji, readable, seen } from './readable.js';
export { isUnseen } from './unseen.js';
