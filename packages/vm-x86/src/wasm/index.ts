export { CodeWriter } from './code.js';
export { ModuleWriter } from './module.js';
export { BulkOp, Op } from './opcodes.js';
