export { back } from '../forms/back.js';
