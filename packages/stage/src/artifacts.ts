import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Files, sha256 } from './files.js';

/**
 * Writes a package's built tools to its `artifacts/` folder: each under its own name, tools executable; their digests; and a
 * module that carries them as bytes for those who have no file system. The folder is replaced as a whole.
 */
export async function writeArtifacts(packageRoot: string, tools: Files): Promise<void> {
  const target = join(packageRoot, 'artifacts');
  const fresh = join(packageRoot, `artifacts.${process.pid}.new`);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const [name, bytes] of Object.entries(tools)) {
    const file = join(fresh, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
    await chmod(file, name.includes('/') ? 0o644 : 0o755);
  }
  await writeFile(join(fresh, 'SHA256SUMS'), await checksums(tools));
  await writeFile(join(fresh, 'index.js'), moduleText(tools));
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

/** Reads back what `writeArtifacts` wrote for the package `name`, as seen from the package that calls. */
export async function loadArtifacts(name: string, resolve: (specifier: string) => string): Promise<Files> {
  const module = (await import(resolve(`${name}/artifacts`))) as { default: Files };
  return module.default;
}

/** One line a tool, in the format of sha256sum. */
async function checksums(tools: Files): Promise<string> {
  const lines = await Promise.all(
    Object.entries(tools).map(async ([name, bytes]) => `${await sha256(bytes)}  ${name}\n`),
  );
  return lines.join('');
}

function moduleText(tools: Files): string {
  const entries = Object.entries(tools).map(
    ([name, bytes]) => `  ${JSON.stringify(name)}: decode(${JSON.stringify(Buffer.from(bytes).toString('base64'))}),\n`,
  );
  return [
    'const decode = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));',
    `export default {\n${entries.join('')}};\n`,
  ].join('\n');
}
