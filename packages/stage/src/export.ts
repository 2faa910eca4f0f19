import { StageError } from './errors.js';
import type { Files } from './files.js';
import { parseScript } from './kaem.js';
import type { Stage } from './stage.js';

/** The script of an exported tree, and the runner that starts it. */
export const EXPORT_SCRIPT = 'kaem.x86';

/** A tree that builds the chain with nothing but a Linux kernel that runs i386 programs. */
export interface ExportedTree {
  readonly files: Files;
  /** Files that must be executable: seeds. */
  readonly executable: readonly string[];
}

/**
 * Writes stages out as one tree: every source, and one script with every step, for kaem-minimal to run.
 * Throws `BAD_CALL` for a stage without a script.
 */
export function exportTree(stages: readonly Stage[]): ExportedTree {
  const files: Record<string, Uint8Array> = {};
  const lines: string[] = [];
  for (const stage of stages) {
    if (stage.script === null) throw new StageError('BAD_CALL', `stage ${stage.name} has no script to export`);
    Object.assign(files, stage.sources);
    lines.push(`# ${stage.name}: ${stage.provides.join(', ')}`);
    lines.push(...parseScript(stage.script).map(({ words }) => words.map(quote).join(' ')), '');
  }
  const executable = Object.keys(files).filter((name) => files[name]![0] === 0x7f);
  files[EXPORT_SCRIPT] = new TextEncoder().encode(lines.join('\n'));
  return { files, executable };
}

function quote(word: string): string {
  return /[\s#\\"]/.test(word) ? `"${word}"` : word;
}
