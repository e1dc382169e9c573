import fs from 'node:fs/promises';
import path from 'node:path';
import type { BuildResult, OutputFile, Plugin } from 'esbuild';
import { root } from './root.ts';

/** The prefix of every file that is neither an entry nor a library. */
export const chunkPrefix = 'shell-';

/** The part of activation's code that other entries use too. */
const sharedAtStart = `${chunkPrefix}common`;

/** The prefix of a file with all that the same entries need when they start: one file is read in half the time of twenty. */
const startPrefix = `${chunkPrefix}start-`;

/** Smaller chunks share a file with others. A hundred files would make the package a twentieth larger. */
const smallBytes = 8_000;

interface Import {
  readonly name: string;
  /** True: by a statement; false: by `import()`. */
  readonly atOnce: boolean;
}

interface Chunk {
  /** The output of esbuild: an ES module. */
  readonly text: string;
  readonly exports: readonly string[];
  /** Of other chunks. */
  readonly imports: readonly Import[];
  readonly isEntry: boolean;
}

type Chunks = ReadonlyMap<string, Chunk>;

/** A chunk as a CommonJS module. */
interface Part {
  readonly name: string;
  readonly code: string;
}

/** The plugin's view of its build: files in memory, and their inputs. */
type Made = BuildResult<{ metafile: true; write: false }>;

/**
 * Splits a bundle into CommonJS files, which esbuild does for ES modules only: they are converted one by one. What
 * activation needs is then all that is read and compiled at activation, and it is in two files: esbuild's twenty take twice
 * the time of one. Small chunks that the same entries need are in one file as well; each runs when it is first needed.
 *
 * CommonJS, although the editor also loads ES modules: each import of one is resolved in another thread of the editor's, and
 * activation takes about twice as long.
 *
 * @param first the name of the entry that the editor activates
 */
export function commonJsChunks(first: string): Plugin {
  return {
    name: 'commonJsChunks',
    setup(build) {
      build.onEnd(async (result) => {
        if (result.errors.length > 0) return;
        const { outdir = '', minify = false, target = 'node20', sourcemap = false } = build.initialOptions;
        const made = result as Made;
        const chunks = chunksOf(made);
        const places = placesOf(chunks, first);
        const files = new Map<string, Part[]>();
        for (const name of inOrder(chunks)) {
          const place = places.get(name)!;
          const { text, exports } = chunks.get(name)!;
          const { code } = await build.esbuild.transform(withPlainExports(withRequires(text), exports), {
            format: 'cjs',
            platform: 'node',
            legalComments: 'none',
            sourcefile: `${name}.js`,
            ...{ minify, target, sourcemap },
            logOverride: { 'commonjs-variable-in-esm': 'silent' },
          });
          const linked = linkedTo(code, place, places);
          files.set(place, [...(files.get(place) ?? []), { name, code: linked }]);
        }
        made.metafile.outputs = {};
        await fs.mkdir(outdir, { recursive: true });
        for (const [place, parts] of files) {
          const [{ name, code }] = parts as [Part];
          const text = name === place && place !== first ? code : together(parts, place, first);
          const file = path.join(outdir, `${place}.cjs`);
          await fs.writeFile(file, text);
          const bytes = Buffer.byteLength(text);
          made.metafile.outputs[path.relative(root, file)] = { bytes, inputs: {}, imports: [], exports: [] };
        }
        // Their names change with their content, and files of an earlier build must not be packaged.
        for (const name of await fs.readdir(outdir))
          if (name.startsWith(chunkPrefix) && !files.has(path.basename(name, '.cjs')))
            await fs.rm(path.join(outdir, name));
      });
    },
  };
}

/** The chunks by their names. */
function chunksOf({ outputFiles, metafile }: Made): Chunks {
  const nameOf = (file: string) => path.basename(file, '.js');
  return new Map(
    outputFiles.map(({ path: file, text }: OutputFile): [string, Chunk] => {
      const output = metafile.outputs[path.relative(root, file).replaceAll(path.sep, '/')]!;
      const imports = output.imports
        .filter(({ path: imported }) => imported in metafile.outputs)
        .map(({ path: imported, kind }) => ({ name: nameOf(imported), atOnce: kind === 'import-statement' }));
      const name = nameOf(file);
      return [name, { text, exports: output.exports, imports, isEntry: !name.startsWith(chunkPrefix) }];
    }),
  );
}

/** The names of all chunks that the given ones need, including themselves, each after those that it imports at once. */
function needed(
  chunks: Chunks,
  names: readonly string[],
  follows: (one: Import) => boolean = () => true,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string) => {
    if (visited.has(name)) return;
    visited.add(name);
    for (const one of chunks.get(name)!.imports) if (follows(one)) visit(one.name);
    found.add(name);
  };
  names.forEach(visit);
  return found;
}

const isAtOnce = ({ atOnce }: Import) => atOnce;
const inOrder = (chunks: Chunks) => needed(chunks, [...chunks.keys()], isAtOnce);

/**
 * The file of each chunk, without its ending. Chunks share a file only if the same entries need them, since another
 * entry must not load the editor's API.
 */
function placesOf(chunks: Chunks, first: string): ReadonlyMap<string, string> {
  const entries = [...chunks.keys()].filter((name) => chunks.get(name)!.isEntry);
  const reach = new Map(entries.map((entry) => [entry, needed(chunks, [entry])]));
  const starts = new Map(entries.map((entry) => [entry, needed(chunks, [entry], isAtOnce)]));
  const placeOf = (name: string) => {
    const by = entries.filter((entry) => reach.get(entry)!.has(name));
    const { isEntry, text } = chunks.get(name)!;
    const startOf = entries.filter((entry) => starts.get(entry)!.has(name));
    if (startOf.includes(first)) return by.length > 1 ? sharedAtStart : first;
    if (isEntry) return name;
    if (startOf.length > 0) return startPrefix + startOf.join('-');
    return text.length > smallBytes ? name : chunkPrefix + by.join('-');
  };
  return new Map([...chunks.keys()].map((name) => [name, placeOf(name)]));
}

/** A chunk's `require` of other chunks, by their files. */
function linkedTo(code: string, place: string, places: ReadonlyMap<string, string>): string {
  return code.replaceAll(/\brequire\("\.\/(shell-[^"]+)\.cjs"\)/g, (whole, name: string) => {
    const there = places.get(name)!;
    if (there === name) return whole;
    return `${there === place ? '' : `require("./${there}.cjs").`}__chunks["${name}"]`;
  });
}

/**
 * Several chunks as one file, each in a function that runs when its exports are first read. They find each other in the
 * file's `__chunks`, a name that no chunk uses.
 */
function together(parts: readonly Part[], place: string, first: string): string {
  // V8 compiles a function in brackets at once. For functions that run at once, this avoids a second reading.
  const atOnce = place === first || place === sharedAtStart || place.startsWith(startPrefix);
  const [opening, closing] = atOnce ? ['(', ')'] : ['', ''];
  const lines = [
    '"use strict"; const __chunks = {};',
    'const __chunk = (name, run) => Object.defineProperty(__chunks, name, { configurable: true, get() {',
    'const module = {}; run(module); Object.defineProperty(__chunks, name, { value: module.exports }); return module.exports;',
    '} });',
  ];
  const sections: { offset: { line: number; column: number }; map: unknown }[] = [];
  for (const { name, code } of parts) {
    const [, map] = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(code) ?? [];
    lines.push(`__chunk("${name}", ${opening}function (module) {`);
    if (map !== undefined)
      sections.push({
        offset: { line: lines.length, column: 0 },
        map: JSON.parse(Buffer.from(map, 'base64').toString()),
      });
    lines.push(...code.replace(/\/\/# sourceMappingURL=\S+\s*$/, '').split('\n'));
    lines.push(`}${closing});`);
  }
  lines.push(`module.exports = { __chunks${place === first ? `, ...__chunks["${first}"]` : ''} };`);
  // An index map of the source map specification: one section for each chunk.
  const index = Buffer.from(JSON.stringify({ version: 3, sections })).toString('base64');
  if (sections.length > 0) lines.push(`//# sourceMappingURL=data:application/json;base64,${index}`);
  return `${lines.join('\n')}\n`;
}

const laterRequire = (name: string) => `Promise.resolve().then(() => require("${name}"))`;

/**
 * A chunk's imports as `require`, at once or on `import()`: code that was compiled before cannot call that (src/cli/start.ts). The
 * editor's API is required once and used directly: a copy of its hundreds of names for each importing file would cost
 * milliseconds.
 */
function withRequires(text: string): string {
  const api: string[] = [];
  const rest = text
    .replaceAll(/\bimport\("(\.\/shell-[^"]+)\.js"\)/g, laterRequire('$1.cjs'))
    .replaceAll(/\bimport\("(node:[^"]+|\.\/lib\/[^"]+)"\)/g, laterRequire('$1'))
    .replaceAll(/(\b(?:from|import)\s*"\.\/shell-[^"]+)\.js"/g, '$1.cjs"')
    .replaceAll(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode";?/g, (_all, name: string) => {
      api.push(name);
      return '';
    });
  const [left] = /(?<![.\w$"'`])import\([^)]*\)?/.exec(rest) ?? [];
  if (left !== undefined) throw new Error(`A chunk cannot call ${left}: it is compiled without its file`);
  const declared = api.map((name, i) => (i === 0 ? `${name} = require("vscode")` : `${name} = ${api[0]!}`));
  return declared.length > 0 ? `const ${declared.join(', ')};${rest}` : rest;
}

/**
 * A chunk's exports as the fields of one object. esbuild makes two getters for each, as ES modules require for
 * variables that may still change. Getters cost a twentieth of a DNS answer, and time at activation. Our exports are
 * constants, and chunks never import each other in a circle.
 */
function withPlainExports(text: string, names: readonly string[]): string {
  const [statement, list = ''] = /\bexport\s*\{([^{}]*)\};?\s*(?=\/\/# sourceMappingURL=\S+\s*$|$)/.exec(text) ?? [''];
  const fields = list
    .split(',')
    .map((name) => name.trim().split(/\s+as\s+/))
    .filter(([local]) => local !== '')
    .map(([local = '', exported = local]) => [exported, local]);
  const found = fields.map(([exported]) => exported);
  if (found.sort().join() !== names.toSorted().join())
    throw new Error(`The exports of a chunk are ${names.join()}, and its text says ${statement}`);
  const literal = fields.map((field) => field.join(': ')).join(', ');
  return text.replace(statement, () => `module.exports = { ${literal} };\n`);
}
