export { Interpreter, type InterpreterOptions } from './interpreter.js';
