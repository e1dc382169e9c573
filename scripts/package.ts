// npm run package: builds for production and makes wirebench-VERSION.vsix. A staging folder keeps the bundles in dist
// unchanged, because tests may be using them.
import fs from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.ts';
import { temporaryFolder } from './processes.ts';
import { root } from './root.ts';

/** Files that go into the package unchanged. */
const shipped = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media',
  'syntaxes',
  'courses',
  '.vscodeignore',
];

/** Makes the extension's package in a folder. Returns the file. */
export async function makePackage(folder = root): Promise<string> {
  const temporary = await temporaryFolder('package');
  const staging = temporary.path;
  try {
    for (const name of shipped) {
      const from = path.join(root, name);
      if (existsSync(from)) await fs.cp(from, path.join(staging, name), { recursive: true });
    }
    await build({ outdir: path.join(staging, 'dist'), production: true });
    const manifest = path.join(staging, 'package.json');
    const fields = Object.entries(JSON.parse(await fs.readFile(manifest, 'utf8')) as Record<string, unknown>);
    // Fields that only the development of the project needs are left out.
    const left = fields.filter(([name]) => !['scripts', 'devDependencies', 'private', 'type'].includes(name));
    const kept = Object.fromEntries(left) as { name: string; version: string };
    await fs.writeFile(manifest, `${JSON.stringify(kept, undefined, 2)}\n`);
    const file = path.join(folder, `${kept.name}-${kept.version}.vsix`);
    const { createVSIX } = await import('@vscode/vsce');
    await createVSIX({
      cwd: staging,
      packagePath: file,
      dependencies: false,
      allowMissingRepository: true,
      skipLicense: true,
      rewriteRelativeLinks: false,
    });
    return file;
  } finally {
    await temporary.remove();
  }
}

if (process.argv[1] === import.meta.filename) {
  const file = await makePackage();
  console.log(`${file}  ${((await fs.stat(file)).size / 1024).toFixed(0)} KB`);
}
