import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Files, Stage } from '@fullsource/stage';
import { readTree } from '@fullsource/stage/node';
import { run as runProgram } from '@fullsource/vm-x86';
import { toolBytes } from './chain.js';
import { CliError, ioError } from './errors.js';
import { readInput } from './files.js';

/** Sources that the chain can go on with and that are not ours to ship: what they are, as their authors published them. */
const KNOWN = {
  tcc: {
    what: 'tcc-0.9.27.tar.bz2',
    sha256: 'de23af78fca90ce32dff2dd45b3432b2334740bb9bb7b05bf60fdbfc396ceb9c',
  },
} as const;

type SourceName = keyof typeof KNOWN;

/** What unpacks an archive, by how its name ends. */
const UNPACKERS: Readonly<Record<string, string>> = { '.gz': 'ungz', '.tgz': 'ungz', '.bz2': 'unbz2', '.xz': 'unxz' };

/**
 * The stages that stand on sources given as `NAME=PATH`, where PATH is a folder or a tarball. Says on standard error what a
 * tarball's digest is, and whether it is the published one; a folder's files stand in the report, one by one.
 */
export async function sourceStages(definitions: readonly string[]): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  for (const definition of definitions) {
    const equals = definition.indexOf('=');
    const name = definition.slice(0, Math.max(equals, 0));
    const path = definition.slice(equals + 1);
    if (!Object.hasOwn(KNOWN, name) || path === '') {
      throw new CliError('USAGE', `--source takes ${Object.keys(KNOWN).join(' or ')}=PATH, not ${definition}`);
    }
    const files = await readSources(name as SourceName, path);
    stages.push((await import('@fullsource/mes')).tccStage(files));
  }
  return stages;
}

async function readSources(name: SourceName, path: string): Promise<Files> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new CliError('NOT_FOUND', `--source ${name}: there is no ${path}`);
  return withoutTopFolder(stats.isDirectory() ? await readFolder(path) : await readTarball(name, path));
}

async function readFolder(path: string): Promise<Files> {
  try {
    return await readTree(path);
  } catch (cause) {
    throw ioError(`reading ${path}`, cause);
  }
}

async function readTarball(name: SourceName, path: string): Promise<Files> {
  const bytes = await readInput(path);
  tellDigest(name, path, bytes);
  const ending = Object.keys(UNPACKERS).find((end) => path.endsWith(end));
  const tar =
    ending === undefined ? bytes : (await runTool(UNPACKERS[ending]!, bytes, ['-f', 'in', '-o', 'out.tar']))['out.tar'];
  if (tar === undefined) throw new CliError('BAD_INPUT', `${path} is no archive of its kind`);
  const { in: _, ...files } = await runTool('untar', tar, ['-f', 'in']);
  if (Object.keys(files).length === 0)
    throw new CliError('BAD_INPUT', `${path} holds no files: a tar archive was expected`);
  return files;
}

/** The chain's own tools unpack, in the machine. */
async function runTool(tool: string, input: Uint8Array, args: readonly string[]): Promise<Files> {
  const elf = await toolBytes(tool);
  const { files, exit, stderr } = await runProgram(elf, { argv: [tool, ...args], cwd: '/work', files: { in: input } });
  if ('code' in exit && exit.code === 0) return files;
  throw new CliError('BAD_INPUT', `${tool}: ${new TextDecoder().decode(stderr).trim() || 'failed'}`);
}

function tellDigest(name: SourceName, path: string, bytes: Uint8Array): void {
  const { what, sha256 } = KNOWN[name];
  const digest = createHash('sha256').update(bytes).digest('hex');
  const verdict = digest === sha256 ? `${what} as published` : `not the published ${what}, which is ${sha256}`;
  process.stderr.write(`${path}: SHA-256 ${digest}: ${verdict}\n`);
}

/** Archives hold one folder with everything in it. */
function withoutTopFolder(files: Files): Files {
  const [first = ''] = Object.keys(files);
  const top = first.slice(0, first.indexOf('/') + 1);
  if (top === '' || !Object.keys(files).every((name) => name.startsWith(top))) return files;
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name.slice(top.length), bytes]));
}
