import { assemble as assembleHex0, stage as hex0 } from '@fullsource/hex0';
import { assemble, stage as hex1 } from '@fullsource/hex1';
import { stage as hex2, stages } from '@fullsource/hex2';
import { type ChainResult, chain, defineStage, machine, stageFromFunction } from '@fullsource/stage';
import { hostRunsI386, native } from '@fullsource/stage/node';
import { beforeAll, describe, expect, it } from 'vitest';

const nativeIsMissing = !(await hostRunsI386());
let published: ChainResult;

beforeAll(async () => {
  published = await chain(...stages).run();
});

const digests = ({ provenance }: ChainResult) => provenance.tools.map(({ name, sha256 }) => `${name} ${sha256}`);

describe('the chain with one stage swapped', () => {
  it('for the reference of hex0 in TypeScript, arrives at the same digests', async () => {
    const ownHex1 = stageFromFunction({
      name: 'own-hex1',
      sources: hex1.sources,
      provides: ['hex1'],
      build: (files) => ({ hex1: assembleHex0(files['hex1/hex1.hex0']!) }),
    });
    expect(digests(await chain(hex0, ownHex1, hex2).run())).toEqual(digests(published));
  });

  it('for the reference of hex1 in TypeScript, arrives at the same linker', async () => {
    const ownHex2 = stageFromFunction({
      name: 'own-hex2',
      sources: hex2.sources,
      provides: ['hex2-0'],
      build: (files) => ({ 'hex2-0': assemble(files['hex2/hex2-0.hex1']!) }),
    });
    const { tools } = await chain(ownHex2).run();
    expect(tools['hex2-0']).toEqual(published.tools['hex2-0']);
  });

  it('for a stage of sources and steps, says which digests are others', async () => {
    const source = new TextDecoder().decode(hex1.sources['hex1/hex1.hex0']);
    const padded = defineStage({
      name: 'own-hex1',
      sources: { 'own/hex1.hex0': new TextEncoder().encode(`${source}\n90 # one byte more\n`) },
      needs: ['hex0'],
      provides: ['hex1'],
      script: 'bin/hex0 own/hex1.hex0 bin/hex1\n',
    });
    const { provenance } = await chain(hex0, padded, hex2).run();
    const differing = provenance.tools.filter(({ sha256 }, i) => sha256 !== published.provenance.tools[i]!.sha256);
    expect(differing.map(({ name }) => name)).toEqual(['hex1']);
  });
});

describe('the chain on this host', () => {
  it.skipIf(nativeIsMissing)(
    'writes the same files as in the machine [needs a host that runs i386 programs]',
    async () => {
      const written = ({ provenance }: ChainResult) => provenance.steps.map(({ argv, outputs }) => ({ argv, outputs }));
      const inMachine = await chain(...stages).run({ executor: machine() });
      expect(written(await chain(...stages).run({ executor: await native() }))).toEqual(written(inMachine));
    },
  );
});
