import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostRunsI386 } from '@fullsource/stage/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scratch } from './support/cli.js';

const nativeIsMissing = !(await hostRunsI386());

const packages = new URL('../../', import.meta.url);
const readme = (name: string) => readFileSync(new URL(`${name}/README.md`, packages), 'utf8');

/** The code blocks of a language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code!);
}

/** Runs a module beside this file, where it finds the packages. */
async function runModule(name: string, code: string): Promise<void> {
  const file = fileURLToPath(new URL(`./.${name}-${process.pid}.mjs`, import.meta.url));
  writeFileSync(file, code);
  try {
    await import(/* @vite-ignore */ file);
  } finally {
    rmSync(file);
  }
}

describe.each(['stage', 'vm-x86'])('the examples of @fullsource/%s', (name) => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  for (const [i, code] of blocks(readme(name), 'ts').entries()) {
    const needsHost = code.includes('native()') ? ' [needs a host that runs i386 programs]' : '';
    it.skipIf(needsHost !== '' && nativeIsMissing)(`example ${i + 1}${needsHost}`, async () => {
      const printed: string[] = [];
      vi.spyOn(console, 'log').mockImplementation((value) => void printed.push(String(value)));
      await runModule(`${name}-${i + 1}`, code);
      // What an example prints stands behind the call, or on the next line.
      const expected = [...code.matchAll(/console\.log\(.*\);\s*\/\/ (.*)/g)].map(([, text]) => text);
      expect(expected.length).toBeGreaterThan(0);
      expect(printed).toEqual(expected);
    });
  }
});

describe('the session of @fullsource/cli', () => {
  it('goes as it is printed', () => {
    const cwd = scratch();
    const bin = join(scratch(), 'bin');
    mkdirSync(bin);
    const command = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
    writeFileSync(join(bin, 'fullsource'), `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`);
    chmodSync(join(bin, 'fullsource'), 0o755);
    const [session] = blocks(readme('cli'), 'console');
    for (const part of session!.split(/^\$ /m).filter((text) => text !== '')) {
      const [line, ...shown] = part.split('\n').slice(0, -1);
      const { status, stdout, stderr } = spawnSync('sh', ['-c', line!], {
        cwd,
        env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
        encoding: 'utf8',
      });
      expect(status, line).toBe(0);
      // An ellipsis stands for anything, further lines too.
      const pattern = shown
        .join('\n')
        .split(/ ?… ?/)
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      expect(stdout + stderr, line).toMatch(new RegExp(`^${pattern.join('[^]*')}\n?$`));
    }
  });
});
