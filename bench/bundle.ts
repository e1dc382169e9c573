import path from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from '../scripts/processes.ts';

let folder: string | undefined;

/**
 * A TypeScript program of the benchmark as one file of plain JavaScript, for a measured process: tsx would run in its
 * worker threads too, and costs a sixth of an echo. The file is removed when this process ends. Programs get paths as
 * arguments, because `import.meta.dirname` differs from that of the source.
 */
export async function bundled(entry: string): Promise<string> {
  folder ??= (await temporaryFolder('bench-programs')).path;
  const outfile = path.join(folder, path.basename(entry).replace(/\.ts$/, '.mjs'));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  return outfile;
}

/** The built engine, for programs that start it: see `bundled`. */
export const enginePath = path.join(import.meta.dirname, '../dist/engine.cjs');
