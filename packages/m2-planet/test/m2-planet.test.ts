import { fileURLToPath } from 'node:url';
import hex2 from '@fullsource/hex2/artifacts';
import m0 from '@fullsource/m0/artifacts';
import { artifacts, cProgramSuite, loadCPrograms, smallCompiler } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';
import { cc, m2planet, stage } from '../dist/index.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const programs = { ...hex2, ...m0, ...artifacts(packageRoot, stage.provides) };
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

cProgramSuite(
  'vectors cc-subset',
  loadCPrograms(`${packageRoot}/test/vectors/cc-subset`),
  smallCompiler(programs, stage.sources),
);

describe('as functions', () => {
  const source = new TextEncoder().encode('int main()\n{\n\treturn 42;\n}\n');

  test('cc compiles', async () => {
    const { outputs } = await cc({ 'main.c': source });
    expect(text(outputs['main.M1'])).toContain(':FUNCTION_main');
  });

  test('m2planet compiles several files as one program', async () => {
    const { outputs } = await m2planet({
      'answer.c': new TextEncoder().encode('int f() { return 42; }\n'),
      'main.c': source,
    });
    expect(text(outputs['main.M1'])).toMatch(/:FUNCTION_f[\s\S]*:FUNCTION_main/);
  });

  test('an error names the place', async () => {
    const wrong = new TextEncoder().encode('int main()\n{\n\treturn 42\n}\n');
    await expect(m2planet({ 'main.c': wrong })).rejects.toThrow(/main\.c:[34]:/);
  });
});
