/**
 * mes, a Scheme interpreter, and mescc, a C compiler in Scheme with its C library.
 *
 * @packageDocumentation
 */
export { stage, stages } from './stage.js';
export { tccStage } from './tcc.js';
export { mes, mescc } from './tools.js';
