import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { artifacts, HOSTS, notTried, type VectorFiles } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const program = artifacts(packageRoot, ['mes']).mes!;

/** A Scheme program of a folder's `cases.json`. */
interface Case {
  readonly name: string;
  readonly exit: number | 'nonzero';
  /** Options of mes, in front of the file. */
  readonly options?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** The exact standard error, where it matters. */
  readonly stderr?: string;
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

function filesOf(folder: string): VectorFiles {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), { bytes: new Uint8Array(readFileSync(path)), mode: 0o644 }]),
  );
}

/** One test for each program and each way to run mes: what it says, and its status. */
function schemeSuite(folder: string): void {
  const root = join(packageRoot, 'test', folder);
  const { cases } = JSON.parse(readFileSync(join(root, 'cases.json'), 'utf8')) as { cases: Case[] };
  const files = filesOf(root);
  for (const namedHost of HOSTS) {
    const { name: hostName, host } = namedHost;
    describe(`${folder} (${hostName})`, () => {
      for (const [index, { name, exit, options = [], args = [], env = {}, stdin = '', stderr }] of cases.entries()) {
        const skip = notTried(namedHost, index);
        if (skip !== null) {
          test.skip(`${name}: skipped, ${skip}`, () => {});
          continue;
        }
        test(name, async () => {
          const outcome = await host({
            tool: 'mes',
            program,
            args: [...options, `${name}.scm`, ...args],
            env: { TMPDIR: '.', ...env },
            stdin: new TextEncoder().encode(stdin),
            files,
          });
          expect(text(outcome.stdout)).toBe(readFileSync(join(root, `${name}.expected`), 'latin1'));
          if (exit === 'nonzero') expect(outcome.status).not.toBe(0);
          else expect(outcome.status).toBe(exit);
          if (stderr !== undefined) expect(text(outcome.stderr)).toBe(stderr);
        });
      }
    });
  }
}

schemeSuite('vectors/mes');
schemeSuite('cases');
