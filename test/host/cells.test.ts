import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { askEditor, command, registryWhere, removeAll, wirebench } from './api.ts';

/** Requests in the cells of a notebook: what stands above a cell is known in it. The type of notebook is one that the editor has. */
describe('requests in cells of a notebook', () => {
  const above = '@greeting = hello\n\n### The server\n# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n';
  const client =
    'TCP 127.0.0.1:{{echo.port}}\n\n{{greeting}}\n\n?? received text == {{greeting}}\n?? received text == {{$dotenv WORD}}\n';

  let count = 0;
  let labs: vscode.Uri;
  let notebook: vscode.NotebookDocument;
  let first: vscode.TextDocument;
  let second: vscode.TextDocument;

  beforeEach(async () => {
    await removeAll();
    // The editor may still hold the notebook that stood in another test's folder.
    labs = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, `labs${++count}`);
    const write = (name: string, text: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(labs, name), new TextEncoder().encode(text));
    const requests = (source: string) => ({
      ...{ cell_type: 'code', execution_count: null, outputs: [], source },
      metadata: { vscode: { languageId: 'http' } },
    });
    const cells = [requests(above), { cell_type: 'markdown', metadata: {}, source: '# A word' }, requests(client)];
    await write('lab.ipynb', JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    // Beside the notebook, not in the workspace's folder.
    await write('.env', 'WORD=hello\n');
    const uri = vscode.Uri.joinPath(labs, 'lab.ipynb');
    // As a person opens it: the editor keeps a notebook that an extension has opened for minutes after its tab is closed.
    await vscode.commands.executeCommand('vscode.openWith', uri, 'jupyter-notebook');
    notebook = vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === uri.toString())!;
    [first, second] = [notebook.cellAt(0).document, notebook.cellAt(2).document];
  });

  async function closeNotebook(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    if (notebook.isDirty) await notebook.save();
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputNotebook));
  }

  afterEach(async () => {
    await closeNotebook();
    await removeAll();
    await vscode.workspace.fs.delete(labs, { recursive: true });
  });

  const send = async () => (await command<RunSummary>('sendRequest', second.uri, 0)).outcomes;
  const running = async () => {
    const { engine } = await wirebench();
    const { endpoints } = await engine.request('registry.get', null);
    return endpoints.filter(({ state }) => state === 'running').map(({ name }) => name);
  };
  const lensesOf = async ({ uri }: vscode.TextDocument) => {
    const found = await askEditor<vscode.CodeLens[]>('vscode.executeCodeLensProvider', (one) => one.length > 0, uri);
    return found.map((lens) => lens.command?.title);
  };

  it('run with the variables, names and servers of the cells above, in the folder of the notebook', async () => {
    const outcomes = await send();
    assert.deepEqual(
      outcomes.map(({ part, label, state, error }) => [part, label, state, error?.message]),
      [
        [first.uri.toString(), 'echo', 'passed', undefined],
        [undefined, 'TCP 127.0.0.1:{{echo.port}}', 'passed', undefined],
      ],
    );
    // The outcome of the cell above is at its place there.
    assert.ok(first.getText().slice(outcomes[0]!.start).startsWith('SERVE'));
    assert.deepEqual(await lensesOf(first), ['$(play) Start', '$(stop-circle) Stop Servers and Programs']);
    // The server goes on: it is not started again.
    assert.deepEqual(
      (await send()).map(({ state }) => state),
      ['passed'],
    );
    assert.deepEqual(await running(), ['echo']);
    await command('endRequestSession', second.uri);
    assert.deepEqual(await running(), []);
    assert.deepEqual(await lensesOf(first), ['$(play) Start']);
  });

  it('stop what they started when the notebook is closed', async () => {
    await send();
    assert.deepEqual(await running(), ['echo']);
    const { engine } = await wirebench();
    await closeNotebook();
    await registryWhere(engine, ({ endpoints }) => endpoints.every(({ state }) => state !== 'running'));
  });

  it('are completed, explained and followed to the cells above', async () => {
    await send();
    const use = second.positionAt(second.getText().indexOf('{{greeting') + 3);
    const { items } = await askEditor<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      (list) => list.items.length > 0,
      second.uri,
      use,
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const name of ['greeting', 'echo']) assert.ok(labels.includes(name), `${name} of ${labels.join()}`);
    const said = async (position: vscode.Position) => {
      const [found] = await askEditor<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        (one) => one.length > 0,
        second.uri,
        position,
      );
      return found!.contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')).join('\n');
    };
    assert.match(await said(use), /hello/);
    assert.match(await said(second.positionAt(second.getText().indexOf('echo.port') + 6)), /The server[^]*\d{4,5}/);
    const [defined] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      second.uri,
      use,
    );
    assert.deepEqual(
      [defined?.uri.toString(), defined?.range.start.line, defined?.range.start.character],
      [first.uri.toString(), 0, 1],
    );
  });

  it('are marked where a cell above no longer defines what they use', async () => {
    await lensesOf(second);
    assert.deepEqual(vscode.languages.getDiagnostics(second.uri), []);
    const marked = new Promise<readonly vscode.Diagnostic[]>((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        const found = vscode.languages.getDiagnostics(second.uri);
        if (found.length === 0) return;
        listening.dispose();
        resolve(found);
      });
    });
    const edit = new vscode.WorkspaceEdit();
    edit.delete(first.uri, new vscode.Range(0, 0, 1, 0));
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(
      (await marked).map(({ message, range }) => [message, range.start.line]),
      [
        ['There is no variable greeting. Define it: @greeting = value, or in an environment.', 2],
        ['There is no variable greeting. Define it: @greeting = value, or in an environment.', 4],
      ],
    );
    assert.deepEqual(vscode.languages.getDiagnostics(first.uri), []);
  });
});
