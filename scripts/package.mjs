// npm run package: builds for production and makes wirebench-VERSION.vsix, from a staging folder so that the bundles in
// dist, which tests may be using, stay as they are.
import fs from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { temporaryFolder } from './processes.mjs';
import { root } from './root.mjs';
import { ensureDependencies } from './setup.mjs';

/** What the package takes from the project as it is. */
const shipped = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'media', 'syntaxes', '.vscodeignore'];

/**
 * Makes the extension's package.
 *
 * @param {string} [folder] where to put it
 * @returns {Promise<string>} the file
 */
export async function makePackage(folder = root) {
  const temporary = await temporaryFolder('package');
  const staging = temporary.path;
  try {
    for (const name of shipped) {
      const from = path.join(root, name);
      if (existsSync(from)) await fs.cp(from, path.join(staging, name), { recursive: true });
    }
    await build({ outdir: path.join(staging, 'dist'), production: true });
    const manifest = JSON.parse(await fs.readFile(path.join(staging, 'package.json'), 'utf8'));
    // What only the project's own development needs stays out of the package.
    for (const name of ['scripts', 'devDependencies', 'private', 'type']) delete manifest[name];
    await fs.writeFile(path.join(staging, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    const file = path.join(folder, `${manifest.name}-${manifest.version}.vsix`);
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
  await ensureDependencies();
  const file = await makePackage();
  console.log(`${file}  ${((await fs.stat(file)).size / 1024).toFixed(0)} KB`);
}
