export { CodeWriter } from './code.js';
export { ModuleWriter } from './module.js';
export { Op } from './opcodes.js';
