import { fileURLToPath } from 'node:url';
import compilers from '@fullsource/m2-planet/artifacts';
import { artifacts, cProgramSuite, fullCompiler, loadAcceptedPrograms, loadCPrograms } from '@fullsource/testing';
import { stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = { ...compilers, ...artifacts(packageRoot, stage.provides) };
const test = fileURLToPath(new URL('../../m2-planet/test', import.meta.url));
const compiler = fullCompiler(programs, stage.sources);
const natively = { needsProcessor: true };

cProgramSuite('vectors m2-planet', loadCPrograms(`${test}/vectors/m2-planet`), compiler, natively);
cProgramSuite('cases M2-Planet', loadAcceptedPrograms(`${test}/cases`), compiler, natively);
