import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createMount, type Mount } from '@fullsource/vm-x86';
import { hostDirectory } from '@fullsource/vm-x86/node';
import { publishedTools } from './chain.js';

/** Folders of a package that a guest finds under another name. */
const FOLDERS = { '/lib': 'artifacts/lib', '/include': 'stage/include' } as const;

/**
 * What the chain has built, for programs in the machine to find: tools in `/bin`, the C library in `/lib`, its headers in
 * `/include`. Nothing of it is read before somebody asks.
 */
export function installation(): Record<string, Mount> {
  const root = new URL('.', import.meta.resolve('@fullsource/mes/package.json'));
  const folders = Object.entries(FOLDERS)
    .map(([name, folder]) => [name, fileURLToPath(new URL(folder, root))] as const)
    .filter(([, folder]) => existsSync(folder))
    .map(([name, folder]) => [name, hostDirectory(folder, { mode: 'read-only' })] as const);
  return { ...Object.fromEntries(folders), '/bin': toolFolder() };
}

/** A folder of all tools; of those with the same name the one that is built last. */
function toolFolder(): Mount {
  let known: Map<string, string> | undefined;
  const files = () => {
    known ??= publishedTools();
    return known;
  };
  return createMount(
    {
      permissions: 0o755,
      list: () =>
        [...files()].map(([name, file]) => ({ name, type: 'file', permissions: 0o755, size: statSync(file).size })),
      read: ([name]) => readFileSync(files().get(name!)!),
      readLink: () => '',
    },
    { readOnly: true },
  );
}
