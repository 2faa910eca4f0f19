import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stages } from '@fullsource/mes';
import { type Lock, parseLock, upTo } from '@fullsource/stage';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, whyNoBrowser } from './support/browser.js';

const lockFile = fileURLToPath(new URL('../../../fullsource.lock.json', import.meta.url));
/** The last stage takes most of the time. */
const until = process.env.FULLSOURCE_TESTS === 'all' ? 'mes' : 'm2-planet';

describe.skipIf(whyNoBrowser !== null)('in a browser (skipped where there is no chromium)', () => {
  let page: Page;
  let close: () => Promise<void> = async () => {};

  beforeAll(async () => {
    ({ page, close } = await openPage());
  }, 120_000);

  afterAll(() => close());

  test('the chain, in a worker, gives the digests, instruction counts and system calls of the lock', async () => {
    const built = (await page.evaluate(`runChain('${until}')`)) as { lock: Lock; events: string[] };
    const names = upTo(stages, until).map(({ name }) => name);
    const { tools, steps } = parseLock(readFileSync(lockFile, 'utf8'));
    const first = <T extends { readonly stage: string }>(all: readonly T[]) =>
      all.filter(({ stage }) => names.includes(stage));
    expect(built.lock).toEqual({ version: 1, tools: first(tools), steps: first(steps) });
    const stageEvents = built.events.filter((event) => event.startsWith('stage-'));
    expect(stageEvents).toEqual(names.flatMap((name) => [`stage-start ${name}`, `stage-end ${name}`]));
    expect(built.events).toContain('step-end m2-planet');
  });

  test('a tool of a package works on bytes', async () => {
    expect(await page.evaluate("link(':a %a>a 2A\\n')")).toEqual([0, 0, 0, 0, 0x2a]);
  });

  test('a C program is compiled and runs', async () => {
    const source = '#include <stdio.h>\nint main() { printf("%.2f\\n", 355.0 / 113); return 0; }\n';
    expect(await page.evaluate(`compileAndRun(${JSON.stringify(source)})`)).toBe('3.14\n');
  });
});
