import { existsSync, readdirSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { BuildOptions, Plugin } from 'esbuild';
import { chunkPrefix, commonJsChunks } from './commonJsChunks.ts';
import { writeNotices } from './notices.ts';
import { root } from './root.ts';

/**
 * The editor's entry, the engine's thread and the command line. Modules that several of them need, and modules loaded
 * by `import()`, get files of their own: see `commonJsChunks`.
 */
const splitEntries = [
  { in: 'src/vscode/extension.ts', out: 'extension' },
  { in: 'src/engine/worker.ts', out: 'engine' },
  { in: 'src/cli/main.ts', out: 'commandLine' },
];

/** In one file: a script's process must read nothing else. */
const scriptEntry = { in: 'src/net/script/scriptWorker.ts', out: 'scriptWorker' };

/** In one file too: it is a separate process and starts fast. */
const guardEntry = { in: 'src/requests/run/guardProcess.ts', out: 'runGuard' };

/** The file that a terminal starts, which loads the command line. A shell may run it directly. */
const startEntry = { in: 'src/cli/start.ts', out: 'cli' };

/**
 * Large libraries that are loaded on first use, never at activation: `await import('name')` finds each in a file of its
 * own, lib/name.cjs. Any other import of one fails the build.
 */
const lazyLibraries = ['sucrase', 'tough-cookie', 'socks', 'fzstd'];

interface Options {
  /** The target folder. Default: dist. */
  readonly outdir?: string;
  /** Minified and without source maps. */
  readonly production?: boolean;
}

export interface BuiltFile {
  /** Relative to the folder of the build. */
  readonly file: string;
  readonly bytes: number;
}

type Bundle = BuildOptions & { readonly metafile: true };

/** The options of each bundle. */
async function bundles({ outdir = path.join(root, 'dist'), production = false }: Options = {}) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    metafile: true as const,
    logLevel: 'warning',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  } satisfies BuildOptions;
  const node = { ...common, platform: 'node', target: 'node20', mainFields: ['module', 'main'] } satisfies BuildOptions;
  const options: Bundle[] = [
    {
      ...node,
      entryPoints: splitEntries,
      outdir,
      format: 'esm',
      splitting: true,
      chunkNames: `${chunkPrefix}[name]-[hash]`,
      sourcemap: production ? false : 'inline',
      external: ['vscode'],
      write: false,
      plugins: [lazy(lazyLibraries), commonJsChunks('extension')],
    },
    {
      ...node,
      entryPoints: [scriptEntry, guardEntry],
      outdir,
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      plugins: [lazy(lazyLibraries)],
    },
    {
      ...node,
      entryPoints: [startEntry],
      outdir,
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      banner: { js: '#!/usr/bin/env node' },
    },
    ...(await Promise.all(
      lazyLibraries.map(async (name): Promise<Bundle> => ({
        ...node,
        stdin: { contents: await reexports(name), resolveDir: root, sourcefile: `${name}.lazy.js` },
        outfile: path.join(outdir, 'lib', `${name}.cjs`),
        format: 'cjs',
      })),
    )),
    {
      ...common,
      entryPoints: webviews(),
      outdir: path.join(outdir, 'webview'),
      platform: 'browser',
      // A script within the page, which runs where it stands.
      format: 'iife',
      // The browser of VS Code 1.100.
      target: 'chrome132',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    },
    {
      ...common,
      entryPoints: renderers(),
      outdir: path.join(outdir, 'webview'),
      platform: 'browser',
      // The editor imports it into the page of a notebook, which takes no style sheet of ours.
      format: 'esm',
      loader: { '.css': 'text' },
      target: 'chrome132',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    },
  ];
  return options;
}

/** Each folder of src/webview with a main.ts or main.tsx is a webview of that name. */
export function webviews(): { in: string; out: string }[] {
  return entriesOf(['main.ts', 'main.tsx']);
}

/** Each folder with a renderer.tsx draws the outputs of a notebook. */
export function renderers(): { in: string; out: string }[] {
  return entriesOf(['renderer.tsx']);
}

function entriesOf(files: readonly string[]): { in: string; out: string }[] {
  const folder = path.join(root, 'src', 'webview');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      files
        .map((file) => path.join(folder, name, file))
        .filter((file) => existsSync(file))
        .map((file) => ({ in: file, out: name })),
    );
}

/** Points `import('name')` to lib/name.cjs beside the bundle. */
function lazy(names: readonly string[]): Plugin {
  return {
    name: 'lazy',
    setup(build) {
      const filter = new RegExp(`^(${names.join('|')})$`);
      build.onResolve({ filter }, ({ path: name, kind }) =>
        kind === 'dynamic-import'
          ? { path: `./lib/${name}.cjs`, external: true }
          : { errors: [{ text: `${name} is large: load it by await import('${name}') where it is needed` }] },
      );
    },
  };
}

/** A module with the library's exports by name, as from Node's own import(). */
async function reexports(name: string): Promise<string> {
  const library = (await import(name)) as object;
  const names = Object.keys(library).filter(
    (key) => /^[A-Za-z_$][\w$]*$/.test(key) && !['module.exports', 'default', '__esModule'].includes(key),
  );
  return `export { ${names.join(', ')} } from '${name}';`;
}

/** Builds everything once; returns the files and their sizes in bytes. */
export async function build(options: Options = {}): Promise<BuiltFile[]> {
  const esbuild = await import('esbuild');
  const outdir = options.outdir ?? path.join(root, 'dist');
  await fs.mkdir(outdir, { recursive: true });
  // What src/cli/start.ts kept of the files of an earlier build.
  await fs.rm(path.join(outdir, 'compiled'), { recursive: true, force: true });
  const results = await Promise.all((await bundles(options)).map((bundle) => esbuild.build(bundle)));
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  await writeNotices(inputs, path.join(outdir, 'notices.txt'));
  return results
    .flatMap((result) => Object.entries(result.metafile.outputs))
    .map(([file, { bytes }]) => ({
      file: path.relative(outdir, path.join(root, file)).replace(/^([\w-]+)\.js$/, '$1.cjs'),
      bytes,
    }))
    .sort((a, b) => a.file.localeCompare(b.file));
}

/** Bundles test/host/**.test.ts and its runner into dist/test/host.cjs, which the extension host loads. */
export async function buildHostTests(): Promise<void> {
  const esbuild = await import('esbuild');
  const folder = path.join(root, 'test', 'host');
  const files = (await fs.readdir(folder, { recursive: true })).filter((file) => file.endsWith('.test.ts')).sort();
  const loads = files.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)})`);
  await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: `import { runSuites } from './index.ts';\nexport const run = () => runSuites({ ${loads.join(', ')} });`,
      resolveDir: folder,
      sourcefile: 'hostTests.ts',
      loader: 'ts',
    },
    outfile: path.join(root, 'dist', 'test', 'host.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha', 'fast-check'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function watch(): Promise<void> {
  const esbuild = await import('esbuild');
  const contexts = await Promise.all(
    (await bundles()).map((bundle) => esbuild.context({ ...bundle, logLevel: 'info' })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('Watching the sources. Ctrl+C ends it.');
}

function sizes(files: readonly BuiltFile[]): string {
  const shown = files.filter(({ file }) => !file.endsWith('.map'));
  const width = Math.max(...shown.map(({ file }) => file.length));
  return shown
    .map(({ file, bytes }) => `  ${file.padEnd(width)}  ${(bytes / 1024).toFixed(1).padStart(7)} KB`)
    .join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { watch: { type: 'boolean' }, production: { type: 'boolean' }, 'host-tests': { type: 'boolean' } },
  });
  try {
    if (values['host-tests']) await buildHostTests();
    if (values.watch) await watch();
    else console.log(`Built dist:\n${sizes(await build({ production: values.production ?? false }))}`);
  } catch (error) {
    // esbuild has printed the place already, and its error repeats it.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
