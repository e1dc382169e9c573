import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/**
 * The file that a terminal starts. Half the time of a short run is V8's, which reads the code of the whole command line anew each
 * time. What it made of that code is kept beside it, from the first run on, for the same Node and the same file: whoever may
 * write there may write the code itself. `module.enableCompileCache` does so since Node 22.1, in the system's folder for
 * temporary files, which others write to as well.
 */
const folder = path.join(__dirname, 'compiled');

interface Loaded {
  readonly exports: unknown;
  require(id: string): unknown;
}

const compiled: { readonly file: string; readonly script: Script }[] = [];

/**
 * A CommonJS file, as Node loads one, out of what was compiled before. It cannot call `import()`: Node 20 knows no importing file of
 * such code. The build writes each as `require`.
 */
function load(module: Loaded, file: string): void {
  const source = readFileSync(file, 'utf8');
  const cached = path.join(folder, nameFor(file));
  const cachedData = readIfThere(cached);
  const script = new Script(Module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true) compiled.push({ file: cached, script });
  const run = script.runInThisContext() as (...parameters: unknown[]) => void;
  run.call(module.exports, module.exports, (id: string) => module.require(id), module, file, path.dirname(file));
}

/** V8 compares the version and the options, and of the source the length alone; the time of the file stands for the rest. */
function nameFor(file: string): string {
  const of = [statSync(file).mtimeMs, process.versions.v8, process.arch];
  return `${path.basename(file)}-${of.join('-')}`;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** All or nothing of each file: others may write the same, or read it, at this moment. */
function keep(): void {
  try {
    if (compiled.length > 0) mkdirSync(folder, { recursive: true });
    for (const { file, script } of compiled) {
      const made = `${file}.${process.pid}`;
      try {
        writeFileSync(made, script.createCachedData());
        renameSync(made, file);
      } finally {
        rmSync(made, { force: true });
      }
    }
  } catch {
    // The folder belongs to somebody else, or there is no room: the next run compiles again.
  }
}

const require = createRequire(__filename);
// eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other documented way, and programs in use depend on it
(require.extensions as Record<string, unknown>)['.cjs'] = load;
// --help and --version compile little of it, and what is kept then stays.
if (/^\w/.test(process.argv[2] ?? '')) process.on('exit', keep);
require('./commandLine.cjs');
