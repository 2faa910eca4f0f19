import { copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { nodeModules, packageBuild } from '../../tsup.base.js';

/** The lock of the published chain travels with the command. */
const LOCK = 'fullsource.lock.json';

/** commander loads what starts programs, for subcommands that are programs of their own: there are none here. */
const noPrograms: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'no-programs',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[/\\]commander[/\\]/.test(importer) ? { path: 'none', namespace: 'no-programs' } : null,
    );
    build.onLoad({ filter: /.*/, namespace: 'no-programs' }, () => ({ contents: 'module.exports = {};' }));
  },
};

export default defineConfig(
  packageBuild({
    entry: ['src/bin.ts', 'src/index.ts'],
    platform: 'node',
    // Each command is a chunk of its own: a call loads what it runs.
    splitting: true,
    // commander is part of the command: its seven files take longer to find than to run.
    external: [/^@fullsource\//, 'cli-table3'],
    noExternal: ['commander'],
    removeNodeProtocol: false,
    esbuildPlugins: [noPrograms, nodeModules],
    onSuccess: async () => {
      if (existsSync(`../../${LOCK}`)) copyFileSync(`../../${LOCK}`, `dist/${LOCK}`);
      const commander = createRequire(import.meta.url).resolve('commander');
      copyFileSync(join(commander, '../LICENSE'), 'dist/commander.LICENSE');
    },
  }),
);
