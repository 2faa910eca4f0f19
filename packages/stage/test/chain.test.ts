import { describe, expect, it } from 'vitest';
import { chain, defineStage, type StageEvent, sha256, stageFromFolder, stageFromFunction } from '../src/index.js';
import { bytes, joiner, stages, text } from './fakes.js';

const executor = joiner();
const coded = (code: string, message?: string) =>
  expect.objectContaining({ code, ...(message && { message: expect.stringContaining(message) }) });

describe('chain', () => {
  it('gives each stage the tools of those before it', async () => {
    const { tools } = await chain(...stages()).run({ executor });
    expect(Object.keys(tools)).toEqual(['one', 'two', 'three']);
    expect(text(tools.three)).toBe('\x7fELFseed+1+\x7fELFseed+1+1+3');
  });

  it('records every step: program, what it read, what it wrote, its cost', async () => {
    const { provenance } = await chain(...stages()).run({ executor });
    expect(provenance.steps.map(({ argv }) => argv[0])).toEqual(['first/seed', 'bin/one', 'bin/one']);
    const last = provenance.steps[2]!;
    expect(last).toMatchObject({
      stage: 'second',
      executor: 'joiner',
      instructions: 25,
      syscalls: { write: 1, open: 2 },
    });
    expect(last.tool).toEqual({ name: 'bin/one', size: 10, sha256: await sha256(bytes('\x7fELFseed+1')) });
    expect(last.inputs.map(({ name }) => name)).toEqual(['bin/two', 'second/three.txt']);
    expect(last.outputs.map(({ name }) => name)).toEqual(['bin/three']);
    expect(provenance.tools.map(({ stage, name }) => `${stage}/${name}`)).toEqual([
      'first/one',
      'first/two',
      'second/three',
    ]);
  });

  it('passes on files that are no tools, by their paths', async () => {
    const [first, second] = stages();
    const library = defineStage({
      name: 'library',
      sources: { 'library/c.txt': bytes('c') },
      needs: ['one'],
      provides: ['lib/c.a'],
      script: 'bin/one library/c.txt lib/c.a\n',
    });
    const user = defineStage({
      name: 'user',
      sources: {},
      needs: ['two', 'lib/c.a'],
      provides: ['program'],
      script: 'bin/two lib/c.a bin/program\n',
    });
    const { tools, provenance } = await chain(first, second, library, user).run({ executor });
    expect(text(tools.program)).toBe(`${text(tools.two)}+${text(tools['lib/c.a'])}`);
    expect(provenance.tools.map(({ name }) => name)).toEqual(['one', 'two', 'three', 'lib/c.a', 'program']);
    expect(() => chain(first, user)).toThrow('user needs lib/c.a');
  });

  it('stops behind the stage or the stage of the tool that `until` names', async () => {
    const whole = chain(...stages());
    expect(Object.keys((await whole.run({ executor, until: 'first' })).tools)).toEqual(['one', 'two']);
    expect(Object.keys((await whole.run({ executor, until: 'one' })).tools)).toEqual(['one', 'two']);
    await expect(whole.run({ executor, until: 'four' })).rejects.toEqual(
      coded('BAD_CALL', 'four; there are first, one, two, second, three'),
    );
  });

  it('reports what happens, in order', async () => {
    const events: StageEvent[] = [];
    await chain(...stages()).run({ executor, onProgress: (event) => events.push(event) });
    const step = ['step-start', 'step-end'];
    const types = events.map(({ type }) => type);
    expect(types).toEqual(['stage-start', ...step, ...step, 'stage-end', 'stage-start', ...step, 'stage-end']);
  });

  it('stops between steps when the signal says so', async () => {
    const controller = new AbortController();
    const ran: string[] = [];
    const onProgress = (event: StageEvent) => {
      if (event.type === 'step-end') ran.push(event.record.argv[0]!);
      controller.abort();
    };
    await expect(chain(...stages()).run({ executor, signal: controller.signal, onProgress })).rejects.toThrow('abort');
    expect(ran).toEqual([]);
  });

  it('refuses a stage whose needs no stage before it provides', () => {
    const [first, second] = stages();
    expect(() => chain(second, first)).toThrow(coded('MISSING_TOOL', 'stage second needs one'));
  });

  it('refuses two stages of one name', () => {
    const [first] = stages();
    expect(() => chain(first, first)).toThrow(coded('DUPLICATE_STAGE', 'first'));
  });

  it('lets a later stage build a tool anew', async () => {
    const [first, second] = stages();
    const again = defineStage({
      name: 'again',
      sources: {},
      needs: ['one', 'three'],
      provides: ['two'],
      script: 'bin/one bin/three bin/two\n',
    });
    const { tools, provenance } = await chain(first, second, again).run({ executor });
    expect(text(tools.two)).toBe(`${text(tools.one)}+${text(tools.three)}`);
    expect(provenance.tools.filter(({ name }) => name === 'two').map(({ stage }) => stage)).toEqual(['first', 'again']);
  });
});

describe('a stage', () => {
  const stage = (script: string, more: object = {}) =>
    defineStage({ name: 's', sources: { 's/seed': bytes('\x7fELF') }, provides: ['t'], script, ...more });

  it('fails with what the tool said when a step ends with another status than 0', async () => {
    const failing = joiner(() => ({ status: 3, stderr: bytes('line 2: label b is not defined\n') }));
    await expect(stage('s/seed bin/t\n').build({}, { executor: failing })).rejects.toEqual(
      coded('STEP_FAILED', 'stage s: `s/seed bin/t` ended with status 3: line 2: label b is not defined'),
    );
  });

  it('fails when no step wrote a tool that it provides', async () => {
    await expect(stage('s/seed bin/u\n').build({}, { executor })).rejects.toEqual(coded('MISSING_OUTPUT', 'bin/t'));
  });

  it('fails when a tool was written without the right to be executed', async () => {
    const plain = joiner(() => ({ executable: [] }));
    await expect(stage('s/seed bin/t\n').build({}, { executor: plain })).rejects.toEqual(
      coded('NOT_EXECUTABLE', 'bin/t'),
    );
  });

  it('fails when an earlier tool is not handed in', async () => {
    await expect(stage('', { needs: ['x'] }).build({}, { executor })).rejects.toEqual(coded('MISSING_TOOL', 'x'));
  });

  it('fails when files that must be identical are not', async () => {
    const differing = stage('s/seed bin/t\n', { identical: [['s/seed', 'bin/t']] });
    const same = joiner(() => ({ written: { 'bin/t': bytes('\x7fELF') } }));
    await expect(differing.build({}, { executor: same })).resolves.toBeDefined();
    await expect(
      differing.build({}, { executor: joiner(() => ({ written: { 'bin/t': bytes('x') } })) }),
    ).rejects.toEqual(coded('NOT_IDENTICAL', 's/seed and bin/t'));
  });

  it('does not give a step what an earlier step removed', async () => {
    const seen: string[][] = [];
    const removing = joiner((step) => {
      seen.push(Object.keys(step.files));
      return { removed: ['s/old'] };
    });
    const sources = { 's/seed': bytes('\x7fELF'), 's/old': bytes('') };
    await stage('s/seed bin/t\ns/seed bin/t\n', { sources }).build({}, { executor: removing });
    expect(seen).toEqual([
      ['s/seed', 's/old'],
      ['s/seed', 'bin/t'],
    ]);
  });

  it('knows programs by what the last step left executable', async () => {
    const seen: string[][] = [];
    const marking = joiner((step) => {
      seen.push([...step.executable]);
      return step.argv.at(-1) === 'bin/t' ? {} : { executable: [] };
    });
    await stage('s/seed bin/t\ns/seed bin/u\ns/seed bin/t\n').build({}, { executor: marking });
    expect(seen).toEqual([['s/seed'], ['s/seed', 'bin/t'], ['s/seed', 'bin/t']]);
  });

  it('takes its sources and script from a folder', async () => {
    const folder = { 'build.kaem': bytes('f/seed bin/t\n'), seed: bytes('\x7fELF') };
    const stage = stageFromFolder(folder, { name: 'f', provides: ['t'] });
    expect(Object.keys(stage.sources)).toEqual(['f/seed']);
    expect(text((await stage.build({}, { executor })).tools.t)).toBe('\x7fELF');
  });

  it('sees files of earlier packages where it names them', async () => {
    const folder = { 'build.kaem': bytes('f/seed g/header bin/t\n'), seed: bytes('\x7fELF') };
    const stage = stageFromFolder(folder, { name: 'f', provides: ['t'], alsoReads: { 'g/header': bytes('head') } });
    expect(text((await stage.build({}, { executor })).tools.t)).toBe('\x7fELF+head');
  });

  it('fails when its folder has no script', () => {
    expect(() => stageFromFolder({}, { name: 'f', provides: [] })).toThrow(coded('BAD_SCRIPT', 'build.kaem'));
  });
});

describe('a stage that JavaScript builds', () => {
  const second = stageFromFunction({
    name: 'second',
    sources: { 'second/three.txt': bytes('3') },
    needs: ['one', 'two'],
    provides: ['three'],
    build: (files) => {
      const parts = ['bin/one', 'bin/two', 'second/three.txt'].map((name) => text(files[name]));
      return { three: bytes(parts.join('+')) };
    },
  });

  it('takes the place of the one that tools build, with equal digests', async () => {
    const [first, own] = stages();
    const swapped = await chain(first, second).run({ executor });
    const original = await chain(first, own).run({ executor });
    expect(swapped.provenance.tools).toEqual(original.provenance.tools);
  });

  it('is on record as what it is', async () => {
    const { provenance } = await chain(stages()[0], second).run({ executor });
    expect(provenance.steps.at(-1)).toMatchObject({ executor: 'javascript', tool: null, instructions: null });
    expect(provenance.steps.at(-1)!.inputs.map(({ name }) => name)).toEqual(['bin/one', 'bin/two', 'second/three.txt']);
  });

  it('fails like any other when a tool is missing', async () => {
    const empty = stageFromFunction({ name: 'e', provides: ['t'], build: () => ({}) });
    await expect(chain(empty).run()).rejects.toEqual(coded('MISSING_OUTPUT', 'stage e did not build t'));
  });
});
