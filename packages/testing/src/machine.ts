import { type EngineName, run } from '@fullsource/vm-x86';
import type { VectorFiles, VectorHost } from './vectors.js';

const CWD = '/work';

/** Runs tools in the machine, with one of its engines. */
export function machineHost(engine: EngineName): VectorHost {
  return async ({ tool, program, args, env, stdin, files }) => {
    const before = Object.fromEntries(Object.entries(files).map(([name, file]) => [`${CWD}/${name}`, file]));
    const result = await run(program, { argv: [tool, ...args], env, stdin, files: before, cwd: CWD, engine });
    const written: VectorFiles = {};
    for (const [name, { bytes, mode }] of Object.entries(result.files)) {
      written[name.replace(/^\/?work\//, '')] = { bytes, mode };
    }
    return { status: result.status, stdout: result.stdout, files: { ...files, ...written }, cwd: CWD };
  };
}
