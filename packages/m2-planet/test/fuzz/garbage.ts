import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, file, run } from '@fullsource/vm-x86';
import { C_PIECES, mutated } from './mutate.js';
import { Random } from './random.js';

/** A tool, how it is called with the input `in` and the output `out`, and the sources that are damaged. */
export interface Victim {
  readonly name: string;
  readonly program: Uint8Array;
  readonly args: readonly string[];
  readonly sources: readonly string[];
  /** What is put into them here and there. */
  readonly pieces: readonly string[];
  /** The last line of what it says about a source that it refuses. */
  readonly message: RegExp;
}

/** The compilers of this package. */
export function victims(programs: Readonly<Record<string, Uint8Array>>): Victim[] {
  const compiler = (name: string, folder: string, ...args: string[]): Victim => ({
    name,
    program: programs[name]!,
    args,
    sources: programsBelow(join(import.meta.dirname, '..', folder)),
    pieces: C_PIECES,
    message: /^\S+:\d+:\d+: .+$/,
  });
  return [
    compiler('M2-Planet', 'cases', '--architecture', 'x86', '-f', 'in', '-o', 'out'),
    compiler('cc', 'cc-cases', 'in', 'out'),
  ];
}

function programsBelow(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.c'));
  return names.sort().map((name) => readFileSync(join(folder, name), 'latin1'));
}

/** The damaged source of a seed. */
export function garbage({ sources, pieces }: Victim, seed: number): string {
  const random = new Random(seed);
  return mutated(random.pick(sources), pieces, random);
}

/**
 * Gives a tool, in the machine, a damaged source. It may take it, or refuse it with status 1, a message with its place, and
 * nothing written; returns null for these and says what happened otherwise.
 */
export async function misbehaviour(victim: Victim, seed: number): Promise<string | null> {
  const source = new Uint8Array(Buffer.from(garbage(victim, seed), 'latin1'));
  const argv = [victim.name, ...victim.args];
  const limits = { instructions: 200_000_000 };
  const { exit, stderr, files } = await run(victim.program, { argv, files: { in: file(source) }, limits });
  const status = exitStatus(exit);
  const said = Buffer.from(stderr).toString('latin1').trimEnd();
  if (status === 0) return null;
  if (status !== 1) return `status ${status}`;
  if (!victim.message.test(said.split('\n').at(-1)!)) return `no message with a place: ${said}`;
  return (files.out?.length ?? 0) === 0 ? null : 'refused, but wrote output';
}
