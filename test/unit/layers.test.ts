// The arrows of eslint.config.js, as the lint of the whole project finds them.
import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint } from 'eslint';

const root = path.resolve(import.meta.dirname, '../..');

describe('the layers', () => {
  // Without types: the files are none that a project of the compiler has.
  const eslint = new ESLint({
    cwd: root,
    ruleFilter: ({ ruleId }) => ruleId === 'layers/arrows',
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  });

  async function faultsOf(file: string, text: string): Promise<string[]> {
    const results = await eslint.lintText(text, { filePath: path.join(root, file) });
    return results.flatMap(({ messages }) => messages.map(({ message }) => message));
  }

  it('let no folder of src be outside of them', async () => {
    for (const [file, place] of [
      ['src/elsewhere/one.ts', 'src/elsewhere'],
      ['src/elsewhere/deep/one.tsx', 'src/elsewhere'],
      ['src/one.ts', 'src/one.ts'],
    ] as const) {
      const [fault, ...others] = await faultsOf(file, 'export const one = 1;');
      assert.ok(fault?.startsWith(`${place} is in no layer. The layers are base, protocol, `), fault ?? 'no fault');
      assert.deepEqual(others, []);
    }
    assert.deepEqual(await faultsOf('test/elsewhere/one.ts', 'export const one = 1;'), []);
  });

  it('let arrows go one way', async () => {
    const cases: [string, string, string[]][] = [
      ['src/base/one.ts', "import '../protocol/two.ts';", ['base/ may not import protocol/']],
      ['src/base/one.ts', "export * from '../net/two.ts';", ['base/ may not import net/']],
      ['src/base/one.ts', "import fs from 'node:fs';", ['base/ may not import node:*']],
      ['src/engine/one.ts', "const two = await import('../vscode/two.ts');", ['engine/ may not import vscode/']],
      ['src/engine/one.ts', "import * as vscode from 'vscode';", ['engine/ may not import vscode']],
      ['src/webview/one.ts', "import { two } from '../net/two.ts';", ['webview/ may not import net/']],
      ['src/webview/one.ts', "import type { Two } from '../net/two.ts';", []],
      ['src/net/one.ts', "import fs from 'node:fs'; import '../protocol/two.ts'; import './two.ts';", []],
    ];
    for (const [file, text, faults] of cases) assert.deepEqual(await faultsOf(file, text), faults, `${file}: ${text}`);
  });
});
