import { readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Options } from 'tsup';

/** Every file below `directory`, as paths with `/`, sorted, so that the bundle is the same on every machine. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * Makes `import sources from 'virtual:stage-sources'` the files of the package's `stage/` folder, as bytes by name: a
 * published stage carries its sources inside its code and needs no file system.
 */
const stageSources: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'stage-sources',
  setup(build) {
    const directory = resolve('stage');
    build.onResolve({ filter: /^virtual:stage-sources$/ }, () => ({ path: 'sources', namespace: 'stage' }));
    build.onLoad({ filter: /.*/, namespace: 'stage' }, () => {
      const files = filesBelow(directory);
      const imports = files.map((file, i) => `import f${i} from ${JSON.stringify(`stage-file:${file}`)};`);
      const entries = files.map((file, i) => `${JSON.stringify(file)}: f${i}`);
      return {
        contents: `${imports.join('\n')}\nexport default { ${entries.join(', ')} };`,
        watchFiles: files.map((file) => join(directory, file)),
      };
    });
    build.onResolve({ filter: /^stage-file:/ }, ({ path }) => ({
      path: join(directory, path.slice('stage-file:'.length)),
      namespace: 'stage-file',
    }));
    build.onLoad({ filter: /.*/, namespace: 'stage-file' }, async ({ path }) => {
      const { readFile } = await import('node:fs/promises');
      return { contents: await readFile(path), loader: 'binary' };
    });
  },
};

/**
 * Makes `node:` modules what `process.getBuiltinModule` gives. To import one reads everything that it exports first, and
 * what is loaded for that (streams, promises) takes a short command as long as all that it does with them.
 */
export const nodeModules: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'node-modules',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node-module' }));
    build.onLoad({ filter: /.*/, namespace: 'node-module' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** The build of every package: ESM for Node and browsers, with type declarations. */
export function packageBuild(overrides: Options = {}): Options {
  return {
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    clean: true,
    external: [/^@fullsource\//, /^node:/],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    ...overrides,
  };
}

/** The build of a stage package: the same, with the bootstrapped sources of `stage/` inside. */
export function stagePackageBuild(overrides: Options = {}): Options {
  return packageBuild({ esbuildPlugins: [stageSources], ...overrides });
}
