import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import hex2 from '@fullsource/hex2/artifacts';
import m0 from '@fullsource/m0/artifacts';
import { artifacts, vectorSuite } from '@fullsource/testing';
import { stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = artifacts(packageRoot, stage.provides);
const ours = { packageRoot, programs, needsProcessor: true };
const improved = 'ours does what the writer of the script meant; see the README';

for (const tool of ['M1', 'hex2', 'blood-elf', 'get_machine', 'catm']) vectorSuite({ ...ours, tool });
vectorSuite({ ...ours, tool: 'catm-final', programs: { 'catm-final': programs.catm! } });
vectorSuite({
  ...ours,
  tool: 'kaem',
  notOurs: {
    'all-arguments-none': improved,
    'backslash-newline-in-string': improved,
    'continuation-unindented': improved,
    'empty-quotes-at-end': improved,
    'if-nested-skipped': improved,
    'quoted-word-then-blank': improved,
    'two-blanks-before-end': improved,
    'variable-default-scan': improved,
  },
});
vectorSuite({ ...ours, tool: 'asm-pipeline', programs: { ...hex2, ...m0, ...programs } });

for (const tool of readdirSync(`${packageRoot}/test/cases`)) {
  vectorSuite({ ...ours, tool, folder: `test/cases/${tool}` });
}
