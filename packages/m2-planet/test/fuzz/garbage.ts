import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus } from '@fullsource/stage';
import { file, run } from '@fullsource/vm-x86';
import { mutated } from './mutate.js';
import { Random } from './random.js';

/** A compiler, how it is called, and where the programs lie that are damaged. */
export interface Victim {
  readonly name: string;
  readonly program: Uint8Array;
  readonly args: readonly string[];
  readonly folder: string;
  /** The last line of what it says about a program that it refuses. */
  readonly message: RegExp;
}

/** The compilers of this package. The input is `in.c`, the output `out.M1`. */
export function victims(programs: Readonly<Record<string, Uint8Array>>): Victim[] {
  const cases = (name: string) => join(import.meta.dirname, '..', name);
  const call = ['--architecture', 'x86', '-f', 'in.c', '-o', 'out.M1'];
  return [
    {
      name: 'M2-Planet',
      program: programs['M2-Planet']!,
      args: call,
      folder: cases('cases'),
      message: /^\S+:\d+:\d+: .+$/,
    },
    {
      name: 'cc',
      program: programs.cc!,
      args: ['in.c', 'out.M1'],
      folder: cases('cc-cases'),
      message: /^line \d+: .+$/,
    },
  ];
}

/** The damaged program of a seed. */
export function garbage({ folder }: Victim, seed: number): string {
  const random = new Random(seed);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.c'))
    .sort();
  return mutated(readFileSync(join(folder, random.pick(names)), 'latin1'), random);
}

/**
 * Gives a compiler, in the machine, a damaged program. It may take it, or refuse it with status 1, a message with its place, and
 * nothing written; returns null for these and says what happened otherwise.
 */
export async function misbehaviour(victim: Victim, seed: number): Promise<string | null> {
  const source = new Uint8Array(Buffer.from(garbage(victim, seed), 'latin1'));
  const argv = [victim.name, ...victim.args];
  const limits = { instructions: 200_000_000 };
  const { exit, stderr, files } = await run(victim.program, { argv, files: { 'in.c': file(source) }, limits });
  const status = exitStatus(exit);
  const said = Buffer.from(stderr).toString('latin1').trimEnd();
  if (status === 0) return null;
  if (status !== 1) return `status ${status}`;
  if (!victim.message.test(said.split('\n').at(-1)!)) return `no message with a place: ${said}`;
  return (files['out.M1']?.length ?? 0) === 0 ? null : 'refused, but wrote output';
}
