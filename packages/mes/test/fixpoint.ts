/**
 * The compiler against the chain that made it. mes, compiled by mescc, runs mescc and reproduces itself; M2-Planet, compiled
 * by mescc, compiles M2-Planet to the bytes of the chain.
 *
 *     tsx packages/mes/test/fixpoint.ts
 */
import { basename } from 'node:path';
import { stage as m2planetStage } from '@fullsource/m2-planet';
import m2planetTools from '@fullsource/m2-planet/artifacts';
import mesccTools from '@fullsource/mescc-tools/artifacts';
import { type Files, parseScript, sameBytes } from '@fullsource/stage';
import { file, run } from '@fullsource/vm-x86';
import { mescc, stage } from '../dist/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

/** The words of a step of a stage, found by what is among them. */
function stepOf(script: string | null, word: string): readonly string[] {
  const step = parseScript(script ?? '').find(({ words }) => words.includes(word));
  if (step === undefined) throw new Error(`no step has the word ${word}`);
  return step.words;
}

/** One C file that includes all of mes, in the order in which M2-Planet gets it. */
const mesSources = (): Files => {
  const names = stepOf(stage.script, 'tmp/mes.M1').filter((word) => /\.[ch]$/.test(word));
  return { ...stage.sources, 'mes.c': bytes(names.map((name) => `#include "${name}"\n`).join('')) };
};

/** M2-Planet's files, joined as the chain joins them, with the C library in place of its own small one. */
function m2planetSource(): { joined: Uint8Array; withLibrary: Uint8Array } {
  const names = stepOf(m2planetStage.script, 'tmp/M2-Planet.c').slice(2);
  const join = (parts: readonly string[]) => Buffer.concat(parts.map((name) => m2planetStage.sources[name]!));
  const header = bytes('#include <stdio.h>\n#include <stdlib.h>\ntypedef int (*FUNCTION)();\n');
  const others = names.filter((name) => basename(name) !== 'bootstrap.c');
  return { joined: join(names), withLibrary: Buffer.concat([header, join(others)]) };
}

async function call(program: Uint8Array, argv: readonly string[], files: Record<string, Uint8Array>): Promise<Files> {
  const programs = Object.fromEntries(
    ['M1', 'hex2', 'blood-elf'].map((name) => [`/bin/${name}`, file(mesccTools[name]!, 0o755)]),
  );
  const result = await run(program, {
    argv,
    files: { ...programs, ...files },
    cwd: '/tree',
    env: { MES_PREFIX: '/tree', MESCC_PREFIX: '/tree/' },
  });
  if (!('code' in result.exit) || result.exit.code !== 0) throw new Error(`${argv[0]}: ${text(result.stderr)}`);
  return result.files;
}

async function mesReproducesItself(): Promise<boolean> {
  const files = mesSources();
  const first = (await mescc(files, { args: ['-w', 'mes.c', '-o', 'mes-1'] })).outputs['mes-1']!;
  const library = Object.fromEntries(
    await Promise.all(
      stage.provides
        .filter((name) => name.includes('/'))
        .map(async (name) => [name, (await import('@fullsource/mes/artifacts')).default[name]!] as const),
    ),
  );
  const words = ['bin/mes-1', '-L', 'mes', 'mes/mescc/mescc.scm', '-w', 'mes.c', '-o', 'mes-2'];
  const environment = { ...files, ...library };
  const second = (await call(first, words, environment))['mes-2']!;
  return sameBytes(first, second);
}

async function m2planetCompilesItself(): Promise<boolean> {
  const { joined, withLibrary } = m2planetSource();
  const { outputs } = await mescc({ 'M2-Planet.c': withLibrary });
  const words = ['M2-Planet', '--architecture', 'x86', '-f', 'M2-Planet.c', '-o', 'out.M1'];
  const [ours, chains] = await Promise.all(
    [outputs['M2-Planet']!, m2planetTools['M2-Planet']!].map((program) =>
      call(program, words, { 'M2-Planet.c': joined }),
    ),
  );
  return sameBytes(ours!['out.M1']!, chains!['out.M1']!);
}

const cases = { 'mes reproduces itself': mesReproducesItself, 'M2-Planet compiles itself': m2planetCompilesItself };
let failed = 0;
for (const [name, holds] of Object.entries(cases)) {
  const ok = await holds();
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  if (!ok) failed++;
}
console.log(`${Object.keys(cases).length} cases, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
