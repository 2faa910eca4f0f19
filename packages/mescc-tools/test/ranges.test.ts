import { fileURLToPath } from 'node:url';
import hex2 from '@fullsource/hex2/artifacts';
import m0 from '@fullsource/m0/artifacts';
import m2planet from '@fullsource/m2-planet/artifacts';
import { artifacts } from '@fullsource/testing';
import { run } from '@fullsource/vm-x86';
import { describe, expect, test } from 'vitest';
import { stages } from '../dist/index.js';

/**
 * hex2-0 checks no range, so that a short jump too far would go somewhere else without a word. hex2 checks: what it links
 * from the same sources has to be the same bytes.
 */
const tools = artifacts(fileURLToPath(new URL('..', import.meta.url)), ['M1', 'hex2']);
const sources = Object.assign({}, ...stages.map((stage) => stage.sources)) as Record<string, Uint8Array>;
const ELF = 'hex2/ELF-i386.hex2';
const CC = ['-defs', '', '-lexer', '-symbols', '-emit', '-expressions', '-statements', '-program'];

async function call(tool: 'M1' | 'hex2', files: Record<string, Uint8Array>, ...options: string[]) {
  const inputs = Object.keys(files).flatMap((name) => ['-f', name]);
  const argv = [tool, '--architecture', 'x86', '--little-endian', ...options, ...inputs, '-o', 'output'];
  const { exit, stderr, files: written } = await run(tools[tool]!, { argv, files });
  expect({ exit, stderr: Buffer.from(stderr).toString() }).toEqual({ exit: { code: 0 }, stderr: '' });
  return written.output!;
}

const pick = (...names: string[]) => Object.fromEntries(names.map((name) => [name, sources[name]!]));
const link = (files: Record<string, Uint8Array>) => call('hex2', files, '--base-address', '0x08048000');

describe('every jump of a program linked by hex2-0 reaches its label', () => {
  test('catm', async () => {
    expect(await link(pick('hex2/catm.hex2'))).toEqual(hex2.catm);
  });

  test('M0', async () => {
    expect(await link(pick(ELF, 'm0/M0.hex2'))).toEqual(m0.M0);
  });

  test('cc', async () => {
    const program = await call('M1', pick(...CC.map((part) => `m2-planet/cc${part}.M1`)));
    expect(await link({ ...pick(ELF), 'cc.hex2': program })).toEqual(m2planet.cc);
  });
});
