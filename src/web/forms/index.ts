export { back } from './back.js';
export { done, Led, Shown, type Done } from './answer.js';
export { Asked, Fields, Form, FormsOf, Secret, Values } from './form.decorator.js';
export { FORM, type FormDeclaration, type FormPage, PAGE } from './form-page.js';
export { asTyped, type Refused, refusedBy } from './refused.js';
export {
  fieldName,
  idsAt,
  listAt,
  partAt,
  readTyped,
  rowsAt,
  type Texts,
  textAt,
  textsAt,
  type Typed,
  valueAt,
} from './typed.js';
