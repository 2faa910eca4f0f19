export { cProgramSuite, fullCompiler, loadCPrograms, smallCompiler } from './c-programs.js';
export { HOSTS, type NamedHost } from './hosts.js';
export { artifacts, referenceSuite, truthSuite, vectorSuite } from './suites.js';
export type { VectorFiles, VectorHost } from './vectors.js';
