import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Lock, parseLock } from '@fullsource/stage';
import { type Browser, chromium, type Page } from 'playwright';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('./browser', import.meta.url));
const lockFile = fileURLToPath(new URL('../../../fullsource.lock.json', import.meta.url));
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

describe.skipIf(executablePath === undefined)('in a browser (skipped where there is no chromium)', () => {
  const outDir = mkdtempSync(join(tmpdir(), 'fullsource-page-'));
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await build({ root, build: { outDir, emptyOutDir: true, target: 'es2022' }, logLevel: 'error' });
    server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
    browser = await chromium.launch({ executablePath: executablePath!, args });
    page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.waitForFunction("document.title === 'ready'");
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(outDir, { recursive: true, force: true });
  });

  test('the chain up to M0 gives the digests, instruction counts and system calls of the lock', async () => {
    const built = (await page.evaluate('runChain()')) as Lock;
    const stages = new Set(built.tools.map(({ stage }) => stage));
    expect([...stages]).toEqual(['hex0', 'hex1', 'hex2', 'm0']);
    const { tools, steps } = parseLock(readFileSync(lockFile, 'utf8'));
    const first = <T extends { readonly stage: string }>(all: readonly T[]) =>
      all.filter(({ stage }) => stages.has(stage));
    expect(built).toEqual({ version: 1, tools: first(tools), steps: first(steps) });
  });

  test('a tool of a package works on bytes', async () => {
    expect(await page.evaluate("link(':a %a>a 2A\\n')")).toEqual([0, 0, 0, 0, 0x2a]);
  });
});
