export { cProgramSuite, fullCompiler, loadCPrograms, smallCompiler } from './c-programs.js';
export { artifacts, referenceSuite, truthSuite, vectorSuite } from './suites.js';
