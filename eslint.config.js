// @ts-check
import path from 'node:path';
import tseslint from 'typescript-eslint';

/**
 * The layers, and what each may import. docs/design.md says it in words; this holds it.
 * `node`: may import node:* modules; `vscode`: may import the editor's API; `types`: layers of which only types may be
 * imported; `protocols`: of which the files protocol.ts may be, since both ends of a conversation check by the same table.
 */
const layers = {
  base: { imports: [] },
  protocol: { imports: ['base'] },
  endpoints: { imports: ['base', 'protocol'] },
  traffic: { imports: ['base', 'protocol'], node: true },
  net: { imports: ['base', 'protocol', 'endpoints', 'traffic'], node: true },
  requests: { imports: ['base', 'protocol', 'endpoints', 'traffic', 'net'], node: true },
  labs: { imports: ['base', 'protocol', 'endpoints', 'traffic', 'net', 'requests'], node: true },
  engine: { imports: ['base', 'protocol', 'endpoints', 'traffic', 'net', 'requests', 'labs'], node: true },
  vscode: {
    imports: ['base', 'protocol', 'endpoints', 'traffic', 'net', 'requests', 'labs', 'engine'],
    types: ['webview'],
    protocols: ['webview'],
    node: true,
    vscode: true,
  },
  webview: { imports: ['base', 'protocol'], types: ['endpoints', 'traffic', 'engine', 'net', 'requests', 'labs'] },
  cli: { imports: ['base', 'protocol', 'endpoints', 'traffic', 'net', 'requests', 'labs', 'engine'], node: true },
};

/** @type {import('eslint').Rule.RuleModule} */
const arrows = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const root = path.join(import.meta.dirname, 'src');
    const here = path.relative(root, context.filename).split(path.sep)[0] ?? '';
    if (here === '..') return {};
    const layer = layers[/** @type {keyof typeof layers} */ (here)];
    if (!layer) {
      const known = Object.keys(layers).join(', ');
      const message = `src/${here} is in no layer. The layers are ${known}; eslint.config.js names them and what each may import.`;
      return { Program: (node) => context.report({ node, message }) };
    }
    /** @param {any} node */
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const report = (/** @type {string} */ what) =>
        context.report({ node, message: `${here}/ may not import ${what}` });
      if (source === 'vscode' && !('vscode' in layer)) return report('vscode');
      if (source.startsWith('node:') && !('node' in layer)) return report('node:*');
      if (!source.startsWith('.')) return;
      const target = path.relative(root, path.resolve(path.dirname(context.filename), source)).split(path.sep)[0] ?? '';
      if (target === here || layer.imports.includes(/** @type {never} */ (target))) return;
      const isProtocol = path.basename(source) === 'protocol.ts';
      if (isProtocol && 'protocols' in layer && layer.protocols.includes(/** @type {never} */ (target))) return;
      const typesOnly = node.importKind === 'type' || node.exportKind === 'type';
      if (typesOnly && 'types' in layer && layer.types.includes(/** @type {never} */ (target))) return;
      report(`${target}/`);
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const randomness = {
  selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
  message: 'Nonces and tokens come from the crypto module; seeded generators from base/random.ts.',
};

export default tseslint.config(
  { ignores: ['dist', '.cache', 'node_modules', 'src/protocol/text/tables', 'test/fixtures', 'test/diagnoses'] },
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.webview.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { layers: { rules: { arrows } } },
    rules: {
      'layers/arrows': 'error',
      // Typed arrays and table look-ups under noUncheckedIndexedAccess need it where the bound was just checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', randomness],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/vscode/**'],
    ignores: ['src/vscode/markup.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        randomness,
        {
          selector: 'MemberExpression[object.name="vscode"][property.name=/^(MarkdownString|TestMessage)$/]',
          message:
            'What is shown as Markdown or in a test came from a file or the network: src/vscode/markup.ts makes it.',
        },
      ],
    },
  },
  {
    files: ['test/**', 'bench/**', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
);
