import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOSTS, notTried } from '@fullsource/testing';
import { describe, expect, test } from 'vitest';
import { mescc } from '../dist/index.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** A C program of a folder, and what must come of it. */
interface Case {
  readonly name: string;
  readonly exit: number;
  readonly defines?: readonly string[];
  readonly args?: readonly string[];
}

/** The program and the headers beside it. */
function inputs(folder: string, name: string): Record<string, Uint8Array> {
  const names = [`${name}.c`];
  if (existsSync(join(folder, 'inc'))) names.push(...readdirSync(join(folder, 'inc')).map((file) => `inc/${file}`));
  return Object.fromEntries(names.map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))]));
}

/** Every program compiled once, and run each way there is. The interpreter's word is the translator's. */
function programSuite(folder: string, cases: readonly Case[]): void {
  const root = join(here, folder);
  for (const [index, { name, exit, defines = [], args = [] }] of cases.entries()) {
    describe(`${folder}/${name}`, () => {
      const options = [...defines.flatMap((define) => ['-D', define]), `${name}.c`, '-o', 'program'];
      let program: Promise<Uint8Array> | undefined;
      const compiled = () => {
        program ??= mescc(inputs(root, name), { args: options }).then(({ outputs }) => outputs.program!);
        return program;
      };
      for (const namedHost of HOSTS.filter((it) => it.name !== 'interpreter')) {
        const { name: hostName, host } = namedHost;
        const skip = notTried(namedHost, index);
        if (skip !== null) test.skip(`${hostName}: skipped, ${skip}`, () => {});
        else
          test(hostName, async () => {
            const stdin = new Uint8Array();
            const outcome = await host({ tool: 'program', program: await compiled(), args, env: {}, stdin, files: {} });
            expect(text(outcome.stdout)).toBe(readFileSync(join(root, `${name}.expected`), 'latin1'));
            expect(outcome.status).toBe(exit);
          });
      }
    });
  }
}

programSuite('vectors/mescc', JSON.parse(readFileSync(join(here, 'vectors/mescc/cases.json'), 'utf8')).cases);

const ownCases = readdirSync(join(here, 'mescc-cases'));
const withResult = (extension: string) =>
  ownCases.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length));

programSuite(
  'mescc-cases',
  withResult('.expected').map((name) => ({ name, exit: 0 })),
);

describe('errors name file, line, column and show the line', () => {
  for (const name of withResult('.err')) {
    test(name, async () => {
      const root = join(here, 'mescc-cases');
      const message = readFileSync(join(root, `${name}.err`), 'latin1').trim();
      const call = mescc(inputs(root, name), { args: ['-S', `${name}.c`, '-o', 'out.s'] });
      await expect(call).rejects.toThrow(`mescc ended with status 1: ${message}`);
    });
  }
});
