export { decodeOne, MAX_LENGTH } from './decode.js';
export { disassemble } from './disassemble.js';
