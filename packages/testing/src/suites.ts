import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files, Stage } from '@fullsource/stage';
import { describe, expect, test } from 'vitest';
import { loadCases } from './cases.js';
import { HOSTS } from './hosts.js';
import { liesIn } from './truth.js';
import { loadVectors, runVector } from './vectors.js';

/** The tools that a package's `bootstrap` built. */
export function artifacts(packageRoot: string, tools: readonly string[]): Files {
  return Object.fromEntries(
    tools.map((tool) => [tool, new Uint8Array(readFileSync(join(packageRoot, 'artifacts', tool)))]),
  );
}

export interface VectorSuite {
  /** The package's folder. */
  readonly packageRoot: string;
  readonly tool: string;
  /** Where the cases lie in it. Default: `test/vectors/TOOL`. */
  readonly folder?: string;
  /** Built tools by name: the tool itself, and those that cases with several steps call. */
  readonly programs: Files;
  /** Natively only on a processor and kernel of that kind, not through an emulator of programs. */
  readonly needsProcessor?: boolean;
  /** Quirks of the field's tool that ours does not have, with the reason. Anything else must pass. */
  readonly notOurs?: Readonly<Record<string, string>>;
}

/** One test for each vector of a tool and each way to run it. */
export function vectorSuite({
  packageRoot,
  tool,
  programs,
  notOurs = {},
  needsProcessor = false,
  ...rest
}: VectorSuite): void {
  const { folder = `test/vectors/${tool}` } = rest;
  const vectors = loadVectors(join(packageRoot, folder));
  const helpers = join(packageRoot, '../hex0/test/vectors/asm-helpers');
  for (const { name: hostName, host, missing, emulated } of HOSTS) {
    describe(`${folder.startsWith('test/vectors') ? 'vectors' : 'cases'} ${tool} (${hostName})`, () => {
      for (const vector of vectors) {
        const name = `${vector.name} [${vector.class}] ${vector.note}`;
        const skip =
          missing ??
          (needsProcessor ? emulated : null) ??
          (vector.class === 'quirk' ? notOurs[vector.name] : undefined);
        if (skip !== undefined) test.skip(`${name}: skipped, ${skip}`, () => {});
        else test(name, async () => expect(await runVector(vector, host, programs, helpers)).toBeNull());
      }
    });
  }
}

/** One test for each small case of a language: the reference against the expected bytes or the expected complaint. */
export function referenceSuite(
  packageRoot: string,
  language: string,
  reference: (source: Uint8Array) => Uint8Array,
): void {
  describe(`the reference of ${language}`, () => {
    for (const { name, source, bytes, error } of loadCases(join(packageRoot, 'test/cases'), language)) {
      test(name, () => {
        if (error === null) expect(reference(source)).toEqual(bytes);
        else expect(() => reference(source)).toThrow(error);
      });
    }
  });
}

/** One test for each commented source of a stage: its comments against the program it became. */
export function truthSuite(
  stage: Stage,
  programs: Readonly<Record<string, { sources: string[]; program: Uint8Array }>>,
): void {
  describe('comments tell the truth', () => {
    for (const [name, { sources, program }] of Object.entries(programs)) {
      test(name, () => {
        const text = sources.map((source) => new TextDecoder().decode(stage.sources[source])).join('');
        expect(liesIn(text, program)).toEqual([]);
      });
    }
  });
}
