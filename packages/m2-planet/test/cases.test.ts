import { fileURLToPath } from 'node:url';
import hex2 from '@fullsource/hex2/artifacts';
import m0 from '@fullsource/m0/artifacts';
import {
  artifacts,
  cProgramSuite,
  fullLibrary,
  loadAcceptedPrograms,
  loadRefusals,
  loadRefusalVectors,
  refusalSuite,
  smallCompiler,
  vectorSuite,
} from '@fullsource/testing';
import { stage } from '../dist/index.js';
import { cc, m2planet } from './support/call.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const test = `${packageRoot}/test`;
const programs = { ...hex2, ...m0, ...artifacts(packageRoot, stage.provides) };
const library = fullLibrary(stage.sources);

cProgramSuite('cases cc', loadAcceptedPrograms(`${test}/cc-cases`), smallCompiler(programs, stage.sources));
refusalSuite('cases cc', loadRefusals(`${test}/cc-cases`), cc, programs);
refusalSuite('cases M2-Planet', loadRefusals(`${test}/cases`), m2planet(), programs);
refusalSuite(
  'vectors m2-planet-errors',
  loadRefusalVectors(`${test}/vectors/m2-planet-errors`),
  m2planet(...library.args),
  programs,
  library.files,
);
vectorSuite({ packageRoot, tool: 'M2-Mesoplanet', folder: 'test/mesoplanet-cases', programs });
