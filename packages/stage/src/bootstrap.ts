#!/usr/bin/env node
/**
 * Builds the stage of the package in the working directory from the tools of the packages it depends on, and writes the
 * result to `artifacts/`.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadArtifacts, writeArtifacts } from './artifacts.js';
import type { Files } from './files.js';
import type { Stage } from './stage.js';

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function earlierTools(root: string): Promise<Files> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as PackageJson;
  const resolve = createRequire(pathToFileURL(join(root, 'package.json'))).resolve;
  const tools: Record<string, Uint8Array> = {};
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    const { exports } = JSON.parse(await readFile(resolve(`${dependency}/package.json`), 'utf8')) as {
      exports?: Record<string, unknown>;
    };
    if (exports?.['./artifacts'] === undefined) continue;
    Object.assign(tools, await loadArtifacts(dependency, (specifier) => pathToFileURL(resolve(specifier)).href));
  }
  return tools;
}

const root = process.cwd();
const { stage } = (await import(pathToFileURL(join(root, 'dist/index.js')).href)) as { stage: Stage };
const { tools } = await stage.build(await earlierTools(root));
await writeArtifacts(root, tools);
for (const [name, bytes] of Object.entries(tools)) console.log(`${name}: ${bytes.length} bytes`);
