import assert from 'node:assert/strict';
import ts from 'typescript';
import { kinds } from '../../../../src/requests/words/table.ts';
import { sources } from '../../../helpers/sources.ts';

/** The rooms that read the table of kinds. A word's own folder may name it. */
const machinery = /^(?:requests\/(?!words\/\w+\/)|cli\/|vscode\/requests\/|webview\/response\/)/;

/** Names that mean something else there, and what. */
const otherMeanings: Readonly<Record<string, readonly string[]>> = {
  // The name of a file in a hint.
  'requests/certificates.ts': ['FILE'],
  // The command `wirebench run`.
  'cli/arguments.ts': ['run'],
  'cli/commandLine.ts': ['run'],
  // Schemes of URLs.
  'requests/httpWords.ts': ['http'],
  'requests/parse/target.ts': ['http'],
  // A transport, of servers and of sockets.
  'requests/run/silent.ts': ['udp'],
  'requests/run/whenGone.ts': ['udp'],
  // Transports, and the application over them.
  'requests/run/collectEvidence.ts': ['tcp', 'udp', 'http'],
  // The reader of HTTP, which is what a line is if no word begins it; the scheme of a URL.
  'requests/parse/http.ts': ['http'],
  'requests/parse/curl.ts': ['http'],
  // Items and results of HTTP, which the words add theirs to.
  'requests/model.ts': ['http'],
  'requests/run/outcome.ts': ['http'],
  // A thing that is started, of whichever word.
  'requests/words/spec.ts': ['relay'],
  // An answer of the Names view.
  'requests/words/presentation.ts': ['lookup'],
  // The id of the language in the editor, and steps of the walkthrough.
  'vscode/requests/environments.ts': ['http'],
  'vscode/requests/parsed.ts': ['http'],
  'vscode/requests/register.ts': ['http'],
  'vscode/requests/responseActions.ts': ['http'],
  'vscode/requests/runs.ts': ['http', 'dns'],
  // A request that was typed is always one of HTTP.
  'vscode/requests/typed.ts': ['http'],
  // A step of an exchange: the lookup of the host.
  'webview/response/describe.ts': ['lookup'],
};

/** Fields of items that only some kinds have: whether an item has one is a question about its kind. */
const fields = ['headers', 'body', 'curl', 'steps', 'address', 'url', 'command', 'what', 'subject', 'target'];

const names = new Set(
  kinds.flatMap(({ spec }) => [spec.kind, spec.result ?? spec.kind, ...('word' in spec ? [spec.word] : [])]),
);

function wordsIn(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && names.has(node.text)) found.push(node.text);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      const field = ts.isStringLiteralLike(node.left) ? node.left.text : '';
      if (fields.includes(field)) found.push(`${field} in`);
    }
    ts.forEachChild(node, visit);
  };
  visit(
    ts.createSourceFile(
      file,
      source,
      ts.ScriptTarget.Latest,
      false,
      file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  );
  return found;
}

describe('the machinery of request files', () => {
  const rooms = [...sources()].filter(([file]) => machinery.test(file) && file !== 'requests/words/table.ts');

  it('names no kind of request: the table does', () => {
    assert.ok(rooms.length > 90);
    const found = rooms.flatMap(([file, source]) =>
      wordsIn(file, source)
        .filter((name) => otherMeanings[file]?.includes(name) !== true)
        .map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(found, []);
  });

  it('has no exception that is not needed', () => {
    const files = new Map(rooms);
    for (const [file, listed] of Object.entries(otherMeanings)) {
      const found = wordsIn(file, files.get(file) ?? '');
      assert.deepEqual(
        listed.filter((name) => !found.includes(name)),
        [],
        file,
      );
    }
  });

  it('takes nothing from the folder of a word', () => {
    const found = rooms.filter(([, source]) =>
      /from '[^']*\/words\/\w+\/|from '\.\/(?:conversation|dns|http|lookup|relay|run|serve)\//.test(source),
    );
    assert.deepEqual(
      found.map(([file]) => file),
      [],
    );
  });

  it('would be seen asking for a kind', () => {
    assert.deepEqual(wordsIn('x.ts', "if (item.kind === 'lookup') a();"), ['lookup']);
    assert.deepEqual(wordsIn('x.ts', "const parts = 'steps' in item ? item.steps : [];"), ['steps in']);
  });
});
