import { allEncodings } from './opcodes.js';

/** Every encoding, in the order of the table, for whoever makes a table of all of them. */
export const ENCODINGS = allEncodings();
