import { StageError } from './errors.js';
import { type Files, isElf } from './files.js';
import { parseScript } from './kaem.js';
import type { Stage } from './stage.js';
import { FOLDERS } from './step.js';

/** The script of an exported tree: the one that kaem-minimal runs when it is given none. */
export const EXPORT_SCRIPT = 'kaem.x86';

/** A tree that builds the chain with nothing but a Linux kernel that runs i386 programs. */
export interface ExportedTree {
  /** By path. */
  readonly files: Files;
  /** Files that must be executable: seeds. */
  readonly executable: readonly string[];
  /** Folders that must be there, empty as they are: no tool of the first stages can make one. */
  readonly folders: readonly string[];
}

/**
 * Writes stages out as one tree: every source, and one script with every step, for kaem-minimal to run.
 * Throws `BAD_CALL` for a stage without a script.
 */
export function exportTree(stages: readonly Stage[]): ExportedTree {
  const files: Record<string, Uint8Array> = {};
  const sections: string[] = [];
  for (const stage of stages) {
    if (stage.script === null) throw new StageError('BAD_CALL', `stage ${stage.name} has no script to export`);
    Object.assign(files, stage.sources);
    const steps = parseScript(stage.script).map(({ words }) => `${words.map(quote).join(' ')}\n`);
    sections.push(`# ${stage.name}: ${stage.provides.join(', ')}\n${steps.join('')}`);
  }
  const executable = Object.keys(files).filter((name) => isElf(files[name]!));
  files[EXPORT_SCRIPT] = new TextEncoder().encode(sections.join('\n'));
  return { files, executable, folders: FOLDERS };
}

/** A word as kaem-minimal reads it back. No word holds a quote: its language cannot write one. */
function quote(word: string): string {
  return /[\s#\\]/.test(word) ? `"${word}"` : word;
}
