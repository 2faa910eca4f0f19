import { type EngineName, exitStatus, file, run } from '@fullsource/vm-x86';
import type { VectorFiles, VectorHost } from './vectors.js';

const CWD = '/work';

/** Runs tools in the machine, with one of its engines. */
export function machineHost(engine: EngineName): VectorHost {
  return async ({ tool, program, args, env, stdin, files }) => {
    const before = Object.fromEntries(
      Object.entries(files).map(([name, { bytes, mode }]) => [name, file(bytes, mode)]),
    );
    const result = await run(program, { argv: [tool, ...args], env, stdin, files: before, cwd: CWD, engine });
    const after: VectorFiles = { ...files };
    const links: Record<string, string> = {};
    for (const { path, kind, bytes, mode, target } of result.changes) {
      const name = path.slice(CWD.length + 1);
      if (target !== undefined) links[name] = target;
      if (kind === 'removed') delete after[name];
      else if (bytes !== undefined) after[name] = { bytes, mode };
    }
    const { stdout, stderr } = result;
    return { status: exitStatus(result.exit), stdout, stderr, files: after, links, cwd: CWD };
  };
}
