import { fileURLToPath } from 'node:url';
import compilers from '@fullsource/m2-planet/artifacts';
import { artifacts, cProgramSuite, fullCompiler, loadCPrograms } from '@fullsource/testing';
import { stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = { ...compilers, ...artifacts(packageRoot, stage.provides) };
const vectors = fileURLToPath(new URL('../../m2-planet/test/vectors/m2-planet', import.meta.url));

cProgramSuite('vectors m2-planet', loadCPrograms(vectors), fullCompiler(programs, stage.sources));
