import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('../browser', import.meta.url));
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);

/** Why there is no browser here, or null. */
export const whyNoBrowser = executablePath === undefined ? 'there is no chromium' : null;

/** The page of `../browser`, bundled, served without any special headers, and opened in a headless Chromium. */
export async function openPage(): Promise<{ page: Page; close: () => Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'fullsource-page-'));
  const worker = { format: 'es' as const };
  await build({ root, worker, build: { outDir, emptyOutDir: true, target: 'es2022' }, logLevel: 'error' });
  const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
  const browser = await chromium.launch({ executablePath: executablePath!, args });
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls!.local[0]!);
  await page.waitForFunction("document.title === 'ready'");
  const close = async () => {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  };
  return { page, close };
}
