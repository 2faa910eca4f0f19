export {
  cProgramSuite,
  fullCompiler,
  fullLibrary,
  loadAcceptedPrograms,
  loadCPrograms,
  smallCompiler,
} from './c-programs.js';
export { HOSTS, type NamedHost, notTried, triesAll } from './hosts.js';
export { type CompilerCall, loadRefusals, loadRefusalVectors, type Refusal, refusalSuite } from './refusals.js';
export { artifacts, referenceSuite, truthSuite, vectorSuite } from './suites.js';
export type { VectorFiles, VectorHost } from './vectors.js';
