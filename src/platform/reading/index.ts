export { chineseNumber, westernNumber } from './numeral.js';
export {
  excerptOf,
  holdsPersonal,
  masked,
  maskedPhone,
  type PersonalNumber,
  personalNumbers,
} from './personal.js';
export { inLatin } from './lookalikes.js';
export { legible, legibleWithEmoji, readable } from './readable.js';
export { isUnseen } from './unseen.js';
