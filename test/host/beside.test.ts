import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { askEditor, command, httpServer, openRequests } from './api.ts';

interface Contributions {
  readonly commands: readonly { readonly command: string }[];
  readonly keybindings: readonly {
    readonly command: string;
    readonly key: string;
    readonly mac?: string;
    readonly when?: string;
  }[];
  readonly grammars: readonly { readonly scopeName: string }[];
}

/** In an editor that also has test/fixtures/otherClient, which claims the same language, files, keys and lenses. */
describe('beside another extension for request files', () => {
  const other = (): vscode.Extension<{ sent: string[] }> => {
    const found = vscode.extensions.getExtension<{ sent: string[] }>('humao.rest-client');
    assert.ok(found, 'the other extension is not there');
    return found;
  };
  const contributions = (id: string): Contributions => {
    const { packageJSON } = vscode.extensions.getExtension(id) as { packageJSON: unknown };
    return (packageJSON as { contributes: Contributions }).contributes;
  };
  const served = httpServer((_request, answer) => answer.end('hello'));

  before(() => other().activate());

  const lensesOf = async (document: vscode.TextDocument, fits: (titles: string[]) => boolean): Promise<string[]> => {
    const titles = (found: vscode.CodeLens[]): string[] => found.map(({ command: shown }) => shown!.title).sort();
    return titles(
      await askEditor<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        (found) => fits(titles(found)),
        document.uri,
      ),
    );
  };

  it('no command has two owners, no grammar one scope, and no key two meanings', async () => {
    const [ours, theirs] = [contributions('wirebench.wirebench'), contributions('humao.rest-client')];
    const ids = [...ours.commands, ...theirs.commands].map(({ command: id }) => id);
    assert.deepEqual(ids.length, new Set(ids).size);
    const registered = await vscode.commands.getCommands(true);
    for (const id of ids) assert.ok(registered.includes(id), `${id} is not there`);
    const scopes = [...ours.grammars, ...theirs.grammars].map(({ scopeName }) => scopeName);
    assert.equal(scopes.length, new Set(scopes).size);
    const claimed = ours.keybindings.filter(
      ({ key, when }) => theirs.keybindings.some((each) => each.key === key) && /\bhttp\b/.test(when ?? ''),
    );
    assert.equal(claimed.length, 2);
    for (const { command: id, when } of claimed) assert.match(when!, /!wirebench\.anotherHttpClient\b/, id);
  });

  it('plain HTTP is left to the lenses of the other', async () => {
    const document = await openRequests(`GET http://127.0.0.1:${served.port}/\n`);
    assert.equal(document.languageId, 'http');
    // Ours are there once the language is loaded: the outline says so.
    await askEditor<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      (found) => (found ?? []).length === 2,
      document.uri,
    );
    assert.deepEqual(await lensesOf(document, (titles) => titles.length > 0), ['Send Request']);
    await vscode.commands.executeCommand('rest-client.request', document.uri);
    assert.equal(other().exports.sent.at(-1), String(document.uri));
  });

  it('a file with a word of ours has the lenses of both', async () => {
    const document = await openRequests(`GET http://127.0.0.1:${served.port}/\n\n###\nTCP 127.0.0.1:${served.port}\n`);
    const ours = (titles: string[]): boolean => titles.filter((title) => title.endsWith(' Send')).length === 2;
    const titles = await lensesOf(document, (all) => ours(all) && all.includes('Send Request'));
    assert.deepEqual(titles, ['$(play) Send', '$(play) Send', '$(run-all) Run All', 'Send Request']);
  });

  it('in such a file both complete, explain and outline', async () => {
    const document = await openRequests(
      `@port = ${served.port}\n\n### first\nGET http://127.0.0.1:{{port}}/\n\n### second\nTCP 127.0.0.1:{{port}}\n`,
    );
    const use = document.positionAt(document.getText().indexOf('{{port') + 4);
    const labels = ({ items }: vscode.CompletionList): string[] =>
      items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    await askEditor<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      (list) => labels(list).includes('STANDIN') && labels(list).includes('port'),
      ...[document.uri, use],
    );
    const hovers = (found: vscode.Hover[]): string =>
      found
        .flatMap(({ contents }) => contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')))
        .join('\n');
    const shown = (found: vscode.Hover[]): boolean =>
      /stand-in was here/.test(hovers(found)) && hovers(found).includes(String(served.port));
    await askEditor<vscode.Hover[]>('vscode.executeHoverProvider', shown, document.uri, use);
    const symbols = await askEditor<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      (found) => (found ?? []).length === 4,
      document.uri,
    );
    assert.deepEqual(symbols!.map(({ name }) => name).sort(), [
      '@port',
      'first',
      'second',
      'stand-in GET http://127.0.0.1:{{port}}/',
    ]);
  });

  it('ours still sends what it is told to, and says what is wrong', async () => {
    const document = await openRequests(`GET http://127.0.0.1:${served.port}/\n\n?? body == hello\n`);
    const summary = await command<RunSummary>('sendRequest', document.uri, 0);
    assert.deepEqual(
      summary.outcomes.map(({ state }) => state),
      ['passed'],
    );
    const wrong = await openRequests('SERVE tcp://127.0.0.1:0\nbehavour: echo\n');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (vscode.languages.getDiagnostics(wrong.uri).length === 0) return;
        listening.dispose();
        resolve();
      };
      const listening = vscode.languages.onDidChangeDiagnostics(look);
      look();
    });
    assert.equal(vscode.languages.getDiagnostics(wrong.uri)[0]!.source, 'Wirebench');
  });
});
