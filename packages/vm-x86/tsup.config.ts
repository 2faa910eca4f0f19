import { defineConfig } from 'tsup';
import { nodeModules, packageBuild } from '../../tsup.base.js';

export default defineConfig(
  packageBuild({
    entry: ['src/index.ts', 'src/node.ts'],
    // The translator is a chunk of its own: a short program ends before it is needed.
    splitting: true,
    external: [],
    removeNodeProtocol: false,
    esbuildPlugins: [nodeModules],
  }),
);
