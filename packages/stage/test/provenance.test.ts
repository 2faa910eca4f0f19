import { describe, expect, it } from 'vitest';
import {
  chain,
  defineStage,
  type Provenance,
  provenanceGraph,
  sha256,
  stageFromFunction,
  toDot,
  toText,
} from '../src/index.js';
import { bytes, joiner, stages } from './fakes.js';

const run = async (): Promise<Provenance> => (await chain(...stages()).run({ executor: joiner() })).provenance;
const names = (graph: ReturnType<typeof provenanceGraph>) => graph?.nodes.map(({ name }) => name);

describe('provenanceGraph', () => {
  it('leads from every artifact to seed and sources', async () => {
    const graph = provenanceGraph(await run())!;
    expect(names(graph)).toEqual([
      'first/seed',
      'first/one.txt',
      'bin/one',
      'bin/two',
      'second/three.txt',
      'bin/three',
    ]);
    expect(graph.nodes.map(({ madeBy }) => madeBy)).toEqual([null, null, 0, 1, null, 2]);
    expect(graph.nodes.map(({ kind }) => kind)).toEqual(['seed', 'source', 'built', 'built', 'source', 'built']);
    const name = new Map(graph.nodes.map((node) => [node.sha256, node.name]));
    expect(graph.edges.map(({ from, to, step }) => `${step}: ${name.get(from)} -> ${name.get(to)}`)).toEqual([
      '0: first/seed -> bin/one',
      '0: first/one.txt -> bin/one',
      '1: bin/one -> bin/two',
      '1: first/one.txt -> bin/two',
      '2: bin/one -> bin/three',
      '2: bin/two -> bin/three',
      '2: second/three.txt -> bin/three',
    ]);
  });

  it('keeps what is behind one tool, file or digest', async () => {
    const provenance = await run();
    expect(names(provenanceGraph(provenance, 'two'))).toEqual(['first/seed', 'first/one.txt', 'bin/one', 'bin/two']);
    expect(names(provenanceGraph(provenance, 'bin/one'))).toEqual(['first/seed', 'first/one.txt', 'bin/one']);
    expect(names(provenanceGraph(provenance, await sha256(bytes('3'))))).toEqual(['second/three.txt']);
    expect(provenanceGraph(provenance, 'four')).toBeNull();
  });

  it('names equal contents together, by their first maker', async () => {
    // A seed that reproduces itself: no edge may lead from its bytes to themselves.
    const seed = bytes('\x7fELFseed');
    const self = defineStage({ name: 's', sources: { 's/seed': seed }, provides: ['t'], script: 's/seed bin/t\n' });
    const { provenance } = await chain(self).run({ executor: joiner(() => ({ written: { 'bin/t': seed } })) });
    const graph = provenanceGraph(provenance, 't')!;
    expect(graph.nodes).toMatchObject([{ name: 's/seed', alsoCalled: ['bin/t'], kind: 'seed', madeAgainBy: [0] }]);
    expect(graph.edges).toEqual([]);
    expect(toText(graph, provenance)).toBe(
      `${await sha256(seed)}  s/seed = bin/t  (8 bytes)  seed\n    equals   what s/seed bin/t writes\n`,
    );
  });

  it('shows a step of JavaScript without a program', async () => {
    const made = stageFromFunction({ name: 'made', provides: ['tool'], build: () => ({ tool: bytes('x') }) });
    const { provenance } = await chain(made).run();
    const graph = provenanceGraph(provenance, 'tool')!;
    expect(names(graph)).toEqual(['bin/tool']);
    expect(toText(graph, provenance)).toContain('made by  JavaScript of stage made, not a tool of the chain');
  });
});

describe('the graph in print', () => {
  it('as text: what made each artifact, and from what', async () => {
    const provenance = await run();
    const digest = await sha256(bytes('\x7fELFseed+1'));
    const text = toText(provenanceGraph(provenance, 'one')!, provenance);
    expect(text).toBe(
      `${await sha256(bytes('\x7fELFseed'))}  first/seed  (8 bytes)  seed
${await sha256(bytes('1'))}  first/one.txt  (1 bytes)  source
${digest}  bin/one  (10 bytes)
    made by  first/seed first/one.txt bin/one
    from     first/seed, first/one.txt
`,
    );
  });

  it('as DOT: one node an artifact, sources filled, seeds with a double line', async () => {
    const dot = toDot(provenanceGraph(await run(), 'one')!);
    expect(dot).toMatch(/^digraph provenance \{\n/);
    expect(dot.match(/label=/g)).toHaveLength(3);
    expect(dot.match(/style=filled/g)).toHaveLength(2);
    expect(dot.match(/peripheries=2/g)).toHaveLength(1);
    expect(dot.match(/->/g)).toHaveLength(2);
    expect(dot).toContain(`"first/seed\\n8 bytes\\n${(await sha256(bytes('\x7fELFseed'))).slice(0, 16)}"`);
  });
});
