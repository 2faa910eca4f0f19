/**
 * The tools that assemble, link and script the rest of a bootstrap: M1, hex2, blood-elf, kaem, and small file tools; and
 * with them C in, executable out.
 *
 * @packageDocumentation
 */
export { CompileError, type CompileOptions, compile, compileToM1 } from './compile.js';
export { stage, stages } from './stage.js';
