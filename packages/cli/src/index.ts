/**
 * The command line as a function, and the shapes of what its commands print with `--json`.
 *
 * @packageDocumentation
 */
export { Exit } from './exit.js';
export { main } from './main.js';
export type { BuiltTool, Comparison, Cost, LockCheck, RunReport, TimedStep } from './report.js';
export type { Verdict } from './verify.js';
