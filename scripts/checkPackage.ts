// The package: every file in it is expected, every expected file is in it, and it is small.
import fs from 'node:fs/promises';
import path from 'node:path';
import { renderers, webviews } from './build.ts';
import { makePackage } from './package.ts';
import { temporaryFolder } from './processes.ts';
import { root } from './root.ts';

const budgetBytes = 1_150_000;

/** The size of the code that the editor reads and compiles at activation, while the user waits. Uncompressed. */
const atActivation = ['extension.cjs', 'shell-common.cjs'];
const activationBudgetBytes = 24_000;

/** The allowed files, as whole paths. vsce writes some names in lower case or with another ending. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package\.json$/,
  /^extension\/(readme|changelog)\.md$/i,
  /^extension\/license(\.txt|\.md)?$/i,
  /^extension\/dist\/(extension|engine|scriptWorker|runGuard|cli|commandLine|shell-[\w.-]+)\.cjs$/,
  /^extension\/dist\/notices\.txt$/,
  /^extension\/dist\/lib\/[\w-]+\.cjs$/,
  /^extension\/dist\/webview\/[\w-]+\.(js|css|ttf)$/,
  /^extension\/media\/[\w./-]+\.(svg|png|md|json)$/,
  /^extension\/courses\/[\w./-]+\.(md|py|js|mjs|cjs|c|h|java|txt|html|css|json|http|zone|svg|png)$/,
  /^extension\/samples\/[\w.-]+\.zone$/,
  /^extension\/media\/behaviour\.d\.ts$/,
  /^extension\/syntaxes\/[\w.]+\.json$/,
];

/** Further files that the build makes. */
const bundles = [
  ...atActivation,
  'cli.cjs',
  'commandLine.cjs',
  'engine.cjs',
  'scriptWorker.cjs',
  'runGuard.cjs',
  'lib/sucrase.cjs',
  ...webviews().flatMap(({ out }) => [`webview/${out}.js`, `webview/${out}.css`]),
  ...renderers().map(({ out }) => `webview/${out}.js`),
  'notices.txt',
];

const folder = await temporaryFolder('vsix');
try {
  const file = await makePackage(folder.path);
  const { size } = await fs.stat(file);
  const entries = await zipEntries(file);
  const names = [...entries.keys()];
  const activation = atActivation.reduce((sum, name) => sum + entries.get(`extension/dist/${name}`)!, 0);
  const wrong = [
    ...names.filter((name) => !allowed.some((pattern) => pattern.test(name))).map((name) => `not expected: ${name}`),
    ...(await required()).filter((name) => !names.includes(name)).map((name) => `missing: ${name}`),
    ...(size < budgetBytes ? [] : [`too large: ${size} bytes, the budget is ${budgetBytes}`]),
    ...(activation < activationBudgetBytes
      ? []
      : [`activation reads too much: ${activation} bytes, the budget is ${activationBudgetBytes}`]),
  ];
  console.log(
    `${path.basename(file)}: ${names.length} files, ${(size / 1024).toFixed(0)} KB; at activation ${(activation / 1024).toFixed(0)} KB`,
  );
  for (const line of [...names.map((name) => `  ${name}`), ...wrong]) console.log(line);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  await folder.remove();
}

/** The manifest, the files it names, and the bundles. */
async function required(): Promise<string[]> {
  const text = await fs.readFile(path.join(root, 'package.json'), 'utf8');
  const { main } = JSON.parse(text) as { main: string };
  const pointed = text.match(/"(?:\.\/)?((?:media|syntaxes)\/[^"]+\.(?:svg|png|md|json))"/g) ?? [];
  return [
    'package.json',
    ...bundles.map((name) => `dist/${name}`),
    ...[main, ...pointed.map((quoted) => JSON.parse(quoted) as string)].map((name) => name.replace(/^\.\//, '')),
  ].map((name) => `extension/${name}`);
}

/** The names in a zip's central directory (PKWARE APPNOTE 4.3.12 and 4.3.16), with the uncompressed bytes of each. */
async function zipEntries(file: string): Promise<ReadonlyMap<string, number>> {
  const bytes = await fs.readFile(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error(`${file} is not a zip file.`);
  const entries = new Map<string, number>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const lengthAt = (offset: number) => bytes.readUInt16LE(at + offset);
    const length = lengthAt(28);
    const name = bytes.toString('utf8', at + 46, at + 46 + length);
    if (!name.endsWith('/')) entries.set(name, bytes.readUInt32LE(at + 24));
    at += 46 + length + lengthAt(30) + lengthAt(32);
  }
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
