import { type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Lock, sha256, type ToolRecord } from '@fullsource/stage';
import { publishedFile } from './chain.js';
import type { VerifyOptions } from './commands/verify.js';
import { CliError } from './errors.js';
import { Exit } from './exit.js';
import { readInput } from './files.js';
import { loadLock } from './lock-file.js';
import { painter } from './render/style.js';

/** One tool, and how what is on disk relates to the lock. */
export interface Verdict {
  readonly name: string;
  readonly stage: string | null;
  /** The file that was read; null when there is none. */
  readonly file: string | null;
  /** `unknown`: the lock has no tool of this name. */
  readonly state: 'ok' | 'differs' | 'missing' | 'unknown';
  readonly sha256: string | null;
  readonly locked: string | null;
}

/** What `fullsource verify` does. Returns the exit status. */
export async function verify(paths: readonly string[], options: VerifyOptions): Promise<number> {
  const loaded = await loadLock(options.lock);
  if (loaded === null) throw new CliError('NOT_FOUND', 'there is no lock to compare with: name one with --lock');
  const verdicts = await Promise.all(candidates(paths, loaded.lock).map((candidate) => judge(candidate)));
  if (options.json) process.stdout.write(`${JSON.stringify({ lock: loaded.file, tools: verdicts }, null, 2)}\n`);
  else process.stdout.write(verdicts.map(line).join(''));
  const wrong = verdicts.filter(({ state }) => state !== 'ok').length;
  process.stderr.write(
    wrong === 0
      ? `all ${verdicts.length} tools equal ${loaded.file}\n`
      : `${wrong} of ${verdicts.length} tools do not equal ${loaded.file}\n`,
  );
  return wrong === 0 ? Exit.ok : Exit.failed;
}

/** A tool to look at: what the lock has of it, and where it should be. */
interface Candidate {
  readonly name: string;
  readonly locked: readonly ToolRecord[];
  readonly file: string | null;
}

function candidates(paths: readonly string[], lock: Lock): Candidate[] {
  if (paths.length === 0) {
    return lock.tools.map((tool) => ({ name: tool.name, locked: [tool], file: publishedFile(tool.stage, tool.name) }));
  }
  return paths.flatMap((path) =>
    statsOf(path)?.isDirectory() ? inFolder(path, lock) : [named(basename(path), path, lock)],
  );
}

/** Every tool of the lock, where a folder has it. */
function inFolder(folder: string, lock: Lock): Candidate[] {
  const names = [...new Set(lock.tools.map(({ name }) => name))];
  return names.map((name) => {
    const file = [join(folder, name), join(folder, 'bin', name)].find((path) => statsOf(path)?.isFile());
    return named(name, file ?? null, lock);
  });
}

/** A file may be what any stage built under its name. */
function named(name: string, file: string | null, lock: Lock): Candidate {
  return { name, locked: lock.tools.filter((tool) => tool.name === name), file };
}

/** What is at a path; undefined when nothing is. */
function statsOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

async function judge({ name, locked, file }: Candidate): Promise<Verdict> {
  const last = locked.at(-1);
  const found = { name, file, stage: last?.stage ?? null, locked: last?.sha256 ?? null };
  if (file === null || statsOf(file) === undefined) return { ...found, file: null, state: 'missing', sha256: null };
  const digest = await sha256(await readInput(file));
  if (last === undefined) return { ...found, state: 'unknown', sha256: digest };
  const equal = locked.find((tool) => tool.sha256 === digest);
  if (equal === undefined) return { ...found, state: 'differs', sha256: digest };
  return { ...found, stage: equal.stage, locked: digest, state: 'ok', sha256: digest };
}

function line({ name, stage, file, state, sha256, locked }: Verdict): string {
  const paint = painter(process.stdout);
  if (state === 'ok') return `${sha256}  ${name}  ${paint('green', 'ok')} (${stage})\n`;
  if (state === 'missing') return `${name}  ${paint('red', 'missing')}: the lock has ${locked}\n`;
  if (state === 'unknown') return `${sha256}  ${name}  ${paint('red', 'unknown')}: the lock has no tool of this name\n`;
  return `${sha256}  ${name}  ${paint('red', 'differs')}: the lock has ${locked} (${file})\n`;
}
