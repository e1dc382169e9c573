import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { HttpExchange } from '../../src/net/http/exchange.ts';
import type { RunSummary } from '../../src/requests/run/outcome.ts';
import { askEditor, command, httpServer, openRequests, wirebench } from './api.ts';
import { settles } from '../helpers/becomes.ts';

/** Request files as the editor sees them: what it asks the language about, and runs with their results. */
describe('request files in the extension host', () => {
  const served = httpServer((request, answer) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      answer.setHeader('Content-Type', 'application/json');
      answer.end(JSON.stringify({ method: request.method, url: request.url, body }));
    });
  });

  const at = (document: vscode.TextDocument, text: string, plus = 0) =>
    document.positionAt(document.getText().indexOf(text) + plus);

  async function diagnosticsWhere(
    uri: vscode.Uri,
    fits: (found: vscode.Diagnostic[]) => boolean,
  ): Promise<vscode.Diagnostic[]> {
    const now = vscode.languages.getDiagnostics(uri);
    if (fits(now)) return now;
    return new Promise((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        const found = vscode.languages.getDiagnostics(uri);
        if (!fits(found)) return;
        listening.dispose();
        resolve(found);
      });
    });
  }

  const sample = () =>
    [
      `@host = 127.0.0.1:${served.port}`,
      '',
      '### first',
      '# @name first',
      'GET http://{{host}}/first',
      '',
      '?? status == 200',
      '?? body $.method == POST',
      '',
      '### second',
      'POST http://{{host}}/second',
      'Content-Type: text/plain',
      '',
      'hello',
      '',
      '?? body $.body == hello',
      '',
    ].join('\n');

  it('have lenses above each request', async () => {
    const document = await openRequests(sample());
    const found = await askEditor<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      (one) => one.length > 0,
      document.uri,
    );
    const titles = found.map(({ range, command: shown }) => `${range.start.line} ${shown?.title}`);
    assert.deepEqual(titles.sort(), ['10 $(play) Send', '4 $(play) Send', '4 $(run-all) Run All']);
  });

  it('offer words, options, headers and variables', async () => {
    const document = await openRequests(
      `@host = x\n\n### a\nGET http://{{ho}}/\nConten\n\n### b\nSERVE tcp://127.0.0.1:0\nbehav\n\n### c\nTC\n`,
    );
    const labels = async (position: vscode.Position) => {
      const { items } = await askEditor<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        (list) => list.items.length > 0,
        document.uri,
        position,
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await labels(at(document, '{{ho', 4))).includes('host'));
    assert.ok((await labels(at(document, 'Conten', 6))).some((label) => label.startsWith('Content-Type')));
    assert.ok((await labels(at(document, 'behav', 5))).some((label) => label.startsWith('behaviour')));
    assert.ok((await labels(at(document, '\nTC\n', 3))).some((label) => label.startsWith('TCP')));
  });

  it('say what a variable holds, and where it is defined', async () => {
    const document = await openRequests(sample());
    const use = at(document, '{{host}}', 3);
    const [hovered] = await askEditor<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      (one) => one.length > 0,
      document.uri,
      use,
    );
    const text = hovered!.contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')).join('\n');
    assert.match(text, new RegExp(`127\\.0\\.0\\.1:${served.port}`));
    const [defined] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      use,
    );
    assert.equal(defined?.range.start.line, 0);
  });

  it('have an outline and fold', async () => {
    const document = await openRequests(sample());
    const symbols = await askEditor<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      (one) => (one as unknown) !== undefined && one.length > 0,
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['@host', 'first', 'second'],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(folds.some(({ start }) => start === 2));
  });

  it('say what is wrong with them, and offer what would be right', async () => {
    const document = await openRequests('SERVE tcp://127.0.0.1:0\nbehavour: echo\n');
    const found = await diagnosticsWhere(document.uri, (some) => some.length > 0);
    assert.equal(found[0]?.source, 'Wirebench');
    assert.equal(found[0].range.start.line, 1);
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      found[0].range,
    );
    const fix = fixes.find(({ title }) => title.includes('behaviour'));
    assert.ok(fix?.edit, fixes.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    assert.deepEqual(await diagnosticsWhere(document.uri, (some) => some.length === 0), []);
    assert.match(document.getText(), /^behaviour: echo$/m);
  });

  it('mark unknown variables and headers that are almost one while they are written, and mend them', async () => {
    const document = await openRequests('@user = ann\n\nGET http://h/{{usr}}\nContet-Type: text/plain\n');
    const fixesOf = async (text: string) => {
      const position = at(document, text, 2);
      const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(position, position),
      );
      return fixes.filter(({ edit }) => edit !== undefined);
    };
    const found = await diagnosticsWhere(document.uri, (some) => some.length === 2);
    assert.deepEqual(
      found.map(({ message }) => message),
      [
        'There is no variable usr. Did you mean user?',
        'Contet-Type is not a header of any standard. Did you mean Content-Type?',
      ],
    );
    assert.deepEqual(
      (await fixesOf('{{usr}}')).map(({ title }) => title),
      ['Change to {{user}}', 'Define @usr'],
    );
    await vscode.workspace.applyEdit((await fixesOf('Contet-Type'))[0]!.edit!);
    await vscode.workspace.applyEdit((await fixesOf('{{usr}}'))[1]!.edit!);
    assert.deepEqual(await diagnosticsWhere(document.uri, (some) => some.length === 0), []);
    assert.equal(document.getText(), '@user = ann\n@usr = \n\nGET http://h/{{usr}}\nContent-Type: text/plain\n');
  });

  it('are sent, and a check that does not hold is a problem on its line until the line is edited', async () => {
    const document = await openRequests(sample());
    const summary = await command<RunSummary>('sendRequest', document.uri, document.getText().indexOf('GET'));
    assert.deepEqual(
      summary.outcomes.map(({ label, state }) => [label, state]),
      [['first', 'failed']],
    );
    const [problem] = await diagnosticsWhere(document.uri, (some) => some.length === 1);
    assert.equal(problem?.range.start.line, 7);
    assert.match(problem.message, /Found: GET/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# a line more\n');
    await vscode.workspace.applyEdit(edit);
    const [movedProblem] = await diagnosticsWhere(document.uri, (some) => some[0]?.range.start.line === 8);
    assert.equal(movedProblem?.code, 'check-failed');
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(8, 0, 8, 100), '?? body $.method == GET');
    await vscode.workspace.applyEdit(change);
    await diagnosticsWhere(document.uri, (some) => some.length === 0);
  });

  it('run as a whole, with what they start stopped at the end', async () => {
    const text = `### echo\n# @name echo\nSERVE tcp://127.0.0.1:0\nbehaviour: echo\n\n### hello\nTCP 127.0.0.1:{{echo.port}}\n\nhello\\n\n?? received text == hello\\n\n`;
    const document = await openRequests(text);
    const summary = await command<RunSummary>('runAllRequests', document.uri);
    assert.deepEqual(
      summary.outcomes.map(({ state }) => state),
      ['passed', 'passed'],
    );
    const { engine } = await wirebench();
    const { endpoints } = await engine.request('registry.get', null);
    assert.deepEqual(
      endpoints.filter(({ state }) => state === 'running').map(({ name }) => name),
      [],
    );
  });

  it('are sent from the palette with no file, and the body can be saved', async () => {
    const exchange = await command<HttpExchange>('sendHttpPost', {
      url: `http://127.0.0.1:${served.port}/typed`,
      headers: [['Content-Type', 'text/plain']],
      body: [{ kind: 'bytes', bytes: new TextEncoder().encode('typed') }],
    });
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.hops[0]?.response?.status, 200);
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const file = vscode.Uri.joinPath(folder, 'saved.json');
    await command('saveResponseBody', file);
    const saved = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as { body: string };
    assert.equal(saved.body, 'typed');
    await vscode.workspace.fs.delete(file);
  });

  it('are in the Test Explorer, and say there which check does not hold, with the difference', async () => {
    const { tests } = await (await wirebench()).requests();
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const file = vscode.Uri.joinPath(folder, 'explorer.http');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(sample()));
    const { controller } = tests;
    const said: string[] = [];
    const createTestRun = controller.createTestRun.bind(controller);
    controller.createTestRun = (request) => {
      const run = createTestRun(request);
      const passed = run.passed.bind(run);
      const failed = run.failed.bind(run);
      run.passed = (item, duration) => {
        said.push(`passed ${item.label}`);
        passed(item, duration);
      };
      run.failed = (item, message, duration) => {
        const one = 'message' in message ? message : message[0];
        const line = one?.location?.range.start.line;
        said.push(`failed ${item.label}: ${one?.expectedOutput} but ${one?.actualOutput}, line ${line}`);
        failed(item, message, duration);
      };
      return run;
    };
    try {
      await vscode.workspace.openTextDocument(file);
      const item = controller.items.get(file.toString());
      assert.ok(item, 'the file is among the tests');
      assert.deepEqual(
        [...item.children].map(([, request]) => [request.label, request.children.size]),
        [
          ['first', 2],
          ['second', 1],
        ],
      );
      const cancellation = new vscode.CancellationTokenSource();
      await tests.run(new vscode.TestRunRequest([item]), cancellation.token);
      assert.deepEqual(said, [
        'passed status == 200',
        'failed body $.method == POST: POST but GET, line 7',
        'failed first: POST but GET, line 7',
        'passed body $.body == hello',
        'passed second',
      ]);
    } finally {
      controller.createTestRun = createTestRun;
      await vscode.workspace.fs.delete(file);
    }
  });

  it('say in the Test Explorer which seed draws the values of a failure again', async () => {
    const { tests } = await (await wirebench()).requests();
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const file = vscode.Uri.joinPath(folder, 'chance.http');
    const text = '@n = {{$randomInt 0 9}}\n\nLOOKUP host localhost\n\n?? addresses == {{n}}\n';
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const { controller } = tests;
    const said: string[] = [];
    const createTestRun = controller.createTestRun.bind(controller);
    controller.createTestRun = (request) => {
      const run = createTestRun(request);
      const failed = run.failed.bind(run);
      run.failed = (item, message, duration) => {
        for (const one of [message].flat()) said.push(`${item.label}: ${JSON.stringify(one.message)}`);
        failed(item, message, duration);
      };
      return run;
    };
    try {
      await vscode.workspace.openTextDocument(file);
      const item = controller.items.get(file.toString())!;
      await tests.run(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token);
      assert.equal(said.length, 2, said.join('\n'));
      for (const one of said) assert.match(one, /Seed (\d+): wirebench run --seed \1 draws the same values again\./);
    } finally {
      controller.createTestRun = createTestRun;
      await vscode.workspace.fs.delete(file);
    }
  });

  it('see the chosen environment: of the setting, of the files, of the private ones before all', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const [shared, hidden] = ['http-client.env.json', 'http-client.private.env.json'].map((name) =>
      vscode.Uri.joinPath(folder, name),
    ) as [vscode.Uri, vscode.Uri];
    const write = (uri: vscode.Uri, value: unknown) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(value)));
    const settings = vscode.workspace.getConfiguration('wirebench');
    const document = await openRequests(
      `GET http://127.0.0.1:${served.port}/{{one}}/{{two}}/{{three}}/{{four}}\n\n?? body $.url == /setting/file/private/all\n`,
    );
    try {
      await settings.update('environments', { $shared: { four: 'all' }, dev: { one: 'setting', two: '', three: '' } });
      await write(shared, { dev: { two: 'file', three: '' } });
      await write(hidden, { dev: { three: 'private' } });
      await command('selectEnvironment', 'dev');
      const { outcomes } = await command<RunSummary>('sendRequest', document.uri, 0);
      assert.deepEqual([outcomes[0]?.error?.message, outcomes[0]?.state], [undefined, 'passed']);
      await command('selectEnvironment', '');
      const without = await command<RunSummary>('sendRequest', document.uri, 0);
      assert.match(without.outcomes[0]!.error!.message, /There is no variable one\./);
      await vscode.workspace.fs.writeFile(hidden, new TextEncoder().encode('{'));
      const { requests } = await wirebench();
      await assert.rejects((await requests()).runAll(document, new AbortController()), {
        message: /private\.env\.json is not valid JSON/,
      });
    } finally {
      await command('selectEnvironment', '');
      await settings.update('environments', undefined);
      await vscode.workspace.fs.delete(shared);
      await vscode.workspace.fs.delete(hidden);
    }
  });

  it('ask for what they need, offer what they have, and send nothing without an answer', async () => {
    const document = await openRequests(
      `# @prompt who Whom to greet\nGET http://127.0.0.1:${served.port}/{{who}}/{{$input Name $value: joe}}\n\n?? body $.url == /Ada/joe\n`,
    );
    const asked: vscode.InputBoxOptions[] = [];
    const { showInputBox } = vscode.window;
    const answers = (answer: (options: vscode.InputBoxOptions) => string | undefined) => {
      vscode.window.showInputBox = (options = {}) => {
        asked.push(options);
        return Promise.resolve(answer(options));
      };
    };
    try {
      answers(({ value }) => value ?? 'Ada');
      const { outcomes } = await command<RunSummary>('sendRequest', document.uri, 0);
      assert.deepEqual([outcomes[0]?.error?.message, outcomes[0]?.state], [undefined, 'passed']);
      assert.deepEqual(
        asked.map(({ title, prompt, value, password }) => [title, prompt, value, password]),
        [
          ['who', 'Whom to greet', undefined, false],
          ['Name', 'The request file asks for Name.', 'joe', false],
        ],
      );
      answers(() => undefined);
      const { outcomes: without } = await command<RunSummary>('sendRequest', document.uri, 0);
      assert.equal(without[0]?.state, 'skipped');
    } finally {
      vscode.window.showInputBox = showInputBox;
    }
  });

  it('show their answers in the tab that came back with the window, and in no second one', async () => {
    const { view } = await (await wirebench()).requests();
    view.dispose();
    const panel = vscode.window.createWebviewPanel(
      'wirebench.response',
      'Response: 404 Not Found',
      vscode.ViewColumn.Two,
    );
    const second = vscode.window.createWebviewPanel('wirebench.response', 'Response', vscode.ViewColumn.Two);
    const gone = new Promise<void>((resolve) => second.onDidDispose(resolve));
    view.restore(panel);
    view.restore(second);
    await gone;
    await settles(
      () => Promise.resolve(panel.webview.html),
      (html) => assert.match(html, /response\.js/),
    );
    const document = await openRequests(`GET http://127.0.0.1:${served.port}/\n`);
    await command<RunSummary>('sendRequest', document.uri, 0);
    assert.equal(panel.title, 'Response: 200 OK');
    view.dispose();
    assert.equal(view.isOpen, false);
  });

  it('can be begun from a sample', async () => {
    await command('newRequestFile');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'http');
    const summary = await command<RunSummary>('runAllRequests', document.uri);
    assert.deepEqual(
      summary.outcomes.map(({ label, state, error }) => [label, state, error?.message]),
      [
        ['bin', 'passed', undefined],
        ['A GET', 'passed', undefined],
        ['A JSON POST', 'passed', undefined],
      ],
    );
  });
});
