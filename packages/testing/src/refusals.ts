import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '@fullsource/stage';
import { describe, expect, test } from 'vitest';
import { loadCCases } from './c-cases.js';
import { HOSTS, notTried } from './hosts.js';
import type { VectorFiles } from './vectors.js';

/** A program that a compiler must not accept, and what it has to say about it on standard error. */
export interface Refusal {
  readonly name: string;
  /** The name under which the compiler sees it. */
  readonly file: string;
  readonly source: Uint8Array;
  readonly flags: readonly string[];
  readonly message: string | RegExp;
}

/** How a compiler is called. */
export interface CompilerCall {
  readonly tool: string;
  readonly args: (file: string, output: string, flags: readonly string[]) => readonly string[];
  /** Whether a refused program leaves an empty output file; otherwise it leaves none. */
  readonly leavesEmptyOutput: boolean;
}

/** `NAME.c` with `NAME.err` beside it, the exact message, and perhaps `NAME.flags`. */
export function loadRefusals(folder: string): Refusal[] {
  return loadCCases(folder, '.err').map(({ expected, ...rest }) => ({ ...rest, message: expected }));
}

/** `NAME/main.c`, and in `NAME/cmd.json` the line that the message has to name. */
export function loadRefusalVectors(folder: string): Refusal[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'cmd.json')))
    .sort()
    .map((name) => {
      const { flags, line } = JSON.parse(readFileSync(join(folder, name, 'cmd.json'), 'utf8'));
      const source = new Uint8Array(readFileSync(join(folder, name, 'main.c')));
      return { name, file: 'main.c', source, flags, message: new RegExp(`^main\\.c:${line}:\\d+: .+\\n$`) };
    });
}

/** One test for each program and each way to run the compiler: status 1, the message, and no output. */
export function refusalSuite(
  name: string,
  refusals: readonly Refusal[],
  { tool, args, leavesEmptyOutput }: CompilerCall,
  programs: Files,
  library: VectorFiles = {},
): void {
  const program = programs[tool]!;
  for (const namedHost of HOSTS) {
    const { name: hostName, host } = namedHost;
    describe(`${name} (${hostName})`, () => {
      for (const [index, { name, file, source, flags, message }] of refusals.entries()) {
        const skip = notTried(namedHost, index);
        if (skip !== null) test.skip(`${name}: skipped, ${skip}`, () => {});
        else
          test(name, async () => {
            const files = { ...library, [file]: { bytes: source, mode: 0o644 } };
            const call = { tool, program, args: args(file, 'output', flags), env: {}, stdin: new Uint8Array(), files };
            const outcome = await host(call);
            const said = Buffer.from(outcome.stderr).toString('latin1');
            if (typeof message === 'string') expect(said).toBe(message);
            else expect(said).toMatch(message);
            expect(outcome.status).toBe(1);
            expect(outcome.files.output?.bytes.length).toBe(leavesEmptyOutput ? 0 : undefined);
          });
      }
    });
  }
}
