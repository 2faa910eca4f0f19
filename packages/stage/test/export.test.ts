import { describe, expect, it } from 'vitest';
import { defineStage, exportTree, parseScript, stageFromFunction } from '../src/index.js';
import { bytes, stages, text } from './fakes.js';

describe('exportTree', () => {
  it('holds every source, and every step in one script', () => {
    const { files } = exportTree(stages());
    expect(Object.keys(files)).toEqual(['first/seed', 'first/one.txt', 'second/three.txt', 'kaem.x86']);
    expect(text(files['kaem.x86'])).toBe(
      `# first: one, two
first/seed first/one.txt bin/one
bin/one first/one.txt bin/two

# second: three
bin/one bin/two second/three.txt bin/three
`,
    );
  });

  it('names seeds as executable, and the folders that no early tool can make', () => {
    expect(exportTree(stages())).toMatchObject({ executable: ['first/seed'], folders: ['bin', 'lib', 'tmp'] });
  });

  it('writes words with blanks, comments and newlines so that they read back the same', () => {
    const script = 'bin/one "a b" "#c" "d\ne" "\\f"\n';
    const odd = defineStage({ name: 'odd', sources: {}, provides: [], script });
    const exported = parseScript(text(exportTree([odd]).files['kaem.x86']));
    expect(exported.map(({ words }) => words)).toEqual([['bin/one', 'a b', '#c', 'd\ne', '\\f']]);
  });

  it('refuses a stage that only JavaScript can build', () => {
    const made = stageFromFunction({ name: 'made', provides: ['t'], build: () => ({ t: bytes('') }) });
    expect(() => exportTree([made])).toThrow(expect.objectContaining({ code: 'BAD_CALL' }));
  });
});
