import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Stage } from '@fullsource/stage';
import { CliError } from './errors.js';
import { Exit } from './exit.js';
import { readInput } from './files.js';

/** The stages of the chain, in order. Each is a package of the same name. */
const STAGES = ['hex0', 'hex1', 'hex2', 'm0', 'm2-planet', 'mescc-tools', 'mes'] as const;

/** The whole chain: every package exports the chain up to its own stage. */
export async function allStages(): Promise<readonly Stage[]> {
  return (await import('@fullsource/mes')).stages;
}

/** The file in which a stage's package holds a tool; null when it was not built. */
export function publishedFile(stage: string, tool: string): string | null {
  if (!(STAGES as readonly string[]).includes(stage) || !/^(\w[\w+-]*|lib\/\w[\w.+-]*)$/.test(tool)) return null;
  const module = new URL(import.meta.resolve(`@fullsource/${stage}/artifacts`));
  const file = new URL(tool, module);
  return existsSync(module) && existsSync(file) ? fileURLToPath(file) : null;
}

/** The files of all tools that were built, by name; of those with the same name the last. */
export function publishedTools(): Map<string, string> {
  const tools = STAGES.flatMap((stage) => {
    const folder = new URL('.', import.meta.resolve(`@fullsource/${stage}/artifacts`));
    const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    const names = entries.filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS').map(({ name }) => name);
    return names.flatMap((name) => {
      const file = publishedFile(stage, name);
      return file === null ? [] : [[name, file] as const];
    });
  });
  return new Map(tools);
}

/**
 * A tool's binary: what the latest package that has a tool of this name carries; where none was built, the chain builds
 * it here and now. Fails with status 127 when no stage provides it.
 *
 * The first way reads one file and loads no package, since programs that people wait for start here.
 */
export async function toolBytes(name: string, signal?: AbortSignal): Promise<Uint8Array> {
  const file = STAGES.map((stage) => publishedFile(stage, name)).findLast((found) => found !== null);
  return file === undefined ? buildTool(name, signal) : readInput(file);
}

async function buildTool(name: string, signal?: AbortSignal): Promise<Uint8Array> {
  const stages = await allStages();
  const last = stages.findLast(({ provides }) => provides.includes(name));
  if (last === undefined) {
    const known = [...new Set(stages.flatMap(({ provides }) => provides))].join(', ');
    throw new CliError('NOT_FOUND', `no tool is called ${name}; there are ${known}`, { status: Exit.notFound });
  }
  process.stderr.write(`${name} is not built yet: building it from the seed\n`);
  const { chain } = await import('@fullsource/stage');
  const { tools } = await chain(...stages).run({ until: last.name, ...(signal && { signal }) });
  return tools[name]!;
}
