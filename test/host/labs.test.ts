import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { outcomeMime, type ShownOutcome } from '../../src/webview/lab/protocol.ts';
import { labType } from '../../src/vscode/labs/labType.ts';
import { settles } from '../helpers/becomes.ts';
import { freePort } from '../helpers/nets.ts';
import { python } from '../../scripts/python.ts';
import { removeAll, wirebench } from './api.ts';

/** Labs as notebooks of the editor: they open, run by the engine, and are saved as they were. */
describe('labs in the extension host', () => {
  const folder = () => path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, `lab${count}`);
  let count = 0;

  beforeEach(async () => {
    await removeAll();
    count++;
    await fs.mkdir(folder(), { recursive: true });
    const { shell } = await wirebench();
    // A person answers this once.
    await shell.context.workspaceState.update('wirebench.labFolders', [folder()]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeAll();
    await fs.rm(folder(), { recursive: true, force: true });
  });

  /** As a person opens it: by its name, the editor chooses what shows it. */
  async function open(text: string | Uint8Array, name = 'first.lab.md'): Promise<vscode.NotebookDocument> {
    const file = path.join(folder(), name);
    await fs.writeFile(file, text);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    const found = await settled(() => vscode.workspace.notebookDocuments.find(({ uri }) => uri.fsPath === file));
    assert.equal(found.notebookType, labType);
    return found;
  }

  async function settled<T>(read: () => T | undefined): Promise<T> {
    let found: T | undefined;
    await settles(
      () => Promise.resolve((found = read())),
      (value) => assert.notEqual(value, undefined),
      20_000,
    );
    return found!;
  }

  async function run(notebook: vscode.NotebookDocument, ...indexes: number[]): Promise<void> {
    for (const index of indexes) {
      const cell = notebook.cellAt(index);
      const before = cell.executionSummary?.timing?.endTime;
      const ranges = [{ start: index, end: index + 1 }];
      await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
      await settled(() => {
        const now = cell.executionSummary?.timing?.endTime;
        return now === before ? undefined : now;
      });
    }
  }

  const outcomes = (cell: vscode.NotebookCell): ShownOutcome[] =>
    cell.outputs.flatMap(({ items }) =>
      items.flatMap(({ mime, data }) =>
        mime === outcomeMime ? [JSON.parse(new TextDecoder().decode(data)) as ShownOutcome] : [],
      ),
    );

  const lab = [
    '# An echo',
    '',
    'The server answers what it hears.',
    '',
    '````http',
    '### the server',
    '# @name echo',
    'SERVE tcp://127.0.0.1:0',
    'behaviour: echo',
    '````',
    '',
    '~~~http',
    '### hello',
    'TCP 127.0.0.1:{{echo.port}}',
    '',
    'hello\\n',
    '',
    '?? received text == hello\\n',
    '?? received text == Hello\\n',
    '~~~',
    '',
    'An end without a line end',
  ];

  it('open as cells, and an untouched one is saved without the change of a byte', async () => {
    const whole = ['---', 'title: Echo', '---', '', ...lab];
    for (const text of [whole.join('\n'), `\ufeff${whole.join('\r\n')}`]) {
      count++;
      await fs.mkdir(folder(), { recursive: true });
      const notebook = await open(text);
      const languages = notebook.getCells().map(({ document }) => document.languageId);
      assert.deepEqual(languages, ['markdown', 'markdown', 'http', 'http', 'markdown']);
      // A cell that is changed, and changed back, makes the editor write the file.
      const edit = new vscode.WorkspaceEdit();
      edit.insert(notebook.cellAt(4).document.uri, new vscode.Position(0, 0), 'x');
      await vscode.workspace.applyEdit(edit);
      await settled(() => notebook.isDirty || undefined);
      await notebook.save();
      assert.notEqual(await fs.readFile(notebook.uri.fsPath, 'utf8'), text);
      const back = new vscode.WorkspaceEdit();
      back.delete(notebook.cellAt(4).document.uri, new vscode.Range(0, 0, 0, 1));
      await vscode.workspace.applyEdit(back);
      await settled(() => notebook.isDirty || undefined);
      await notebook.save();
      assert.equal(await fs.readFile(notebook.uri.fsPath, 'utf8'), text);
      await fs.rm(folder(), { recursive: true, force: true });
    }
  });

  it('run their requests: checks, what was expected and came, what was received', async () => {
    const notebook = await open(lab.join('\n'));
    await run(notebook, 1, 2);
    const [server] = outcomes(notebook.cellAt(1));
    assert.equal(server?.state, 'passed');
    const [hello] = outcomes(notebook.cellAt(2));
    assert.equal(hello?.state, 'failed');
    assert.deepEqual(
      hello.checks.map(({ state, expected, actual }) => [state, expected, actual]),
      [
        ['passed', 'hello\n', 'hello\n'],
        ['failed', 'Hello\n', 'hello\n'],
      ],
    );
    assert.deepEqual(hello.parts, [{ kind: 'bytes', title: 'Received', base64: 'aGVsbG8K', total: 6 }]);
    assert.deepEqual(hello.explained, { title: 'An echo', cell: 0 });
    assert.equal(notebook.cellAt(2).executionSummary?.success, false);
    // Outputs are no part of the file.
    assert.equal(notebook.isDirty, false);
  });

  it('run what a cell needs from those above, and show it there', async () => {
    const notebook = await open(lab.join('\n'));
    await run(notebook, 2);
    assert.equal(outcomes(notebook.cellAt(1))[0]?.state, 'passed');
    const { engine } = await wirebench();
    const running = async () =>
      (await engine.request('registry.get', null)).endpoints.filter(({ state }) => state === 'running').length;
    assert.equal(await running(), 1);
    await (await (await wirebench()).labs()).restart(notebook);
    assert.equal(await running(), 0);
    assert.deepEqual(notebook.cellAt(2).outputs, []);
  });

  it('write the file of a student, run it, and show its output', async () => {
    const program = ['import socket', 'print("\\x1b[31mup\\x1b[0m", flush=True)', 'raise ValueError("no")'];
    const notebook = await open(
      [
        '```python file=server.py',
        ...program,
        '```',
        '',
        '```http',
        '### the program',
        `RUN ${python} server.py`,
        'ready: exit',
        '',
        '?? exitCode == 0',
        '```',
        '',
      ].join('\n'),
    );
    await run(notebook, 0);
    assert.equal(await fs.readFile(path.join(folder(), 'server.py'), 'utf8'), `${program.join('\n')}\n`);
    await run(notebook, 1);
    const [shown] = outcomes(notebook.cellAt(1));
    assert.equal(shown?.state, 'failed');
    const output = shown.parts.find(({ kind }) => kind === 'text');
    assert.match(output?.kind === 'text' ? output.text : '', /^\x1b\[31mup\x1b\[0m\nTraceback[^]*ValueError: no/);
  });

  it('show their problems: in the cells, and in the text', async () => {
    const text = ['---', 'titel: A', '---', '', '# Heading', '', '- a list', '', '  ```http', '  GET /', '  ```', ''];
    const whole = [...text, 'Text', '', '```http', '# @points many', 'GET http://127.0.0.1:9/'].join('\r\n');
    const problems = (notebook: vscode.NotebookDocument) =>
      notebook.getCells().flatMap(({ index, document }) =>
        vscode.languages
          .getDiagnostics(document.uri)
          .filter(({ source }) => source === 'Wirebench')
          .map(({ code, range }) => `${index} ${code as string} ${range.start.line}:${range.start.character}`),
      );
    const notebook = await open(whole, 'problems.lab.md');
    await settles(
      () => Promise.resolve(problems(notebook)),
      (found) =>
        assert.deepEqual(found, ['0 lab-front-matter 0:0', '1 lab-fence 4:0', '2 bad-value 0:10', '2 lab-fence 0:0']),
      20_000,
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('vscode.openWith', notebook.uri, 'default');
    await settles(
      () =>
        Promise.resolve(
          vscode.languages
            .getDiagnostics(notebook.uri)
            .map(({ code, range }) => `${code as string} ${range.start.line}`),
        ),
      (found) => assert.deepEqual(found, ['lab-front-matter 1', 'lab-fence 8', 'lab-fence 14']),
      20_000,
    );
  });

  it('that are not text in UTF-8 are not opened, and not overwritten', async () => {
    const bytes = new Uint8Array([0x23, 0x20, 0xff, 0xfe, 0x0a]);
    const file = path.join(folder(), 'bad.lab.md');
    await fs.writeFile(file, bytes);
    await assert.rejects(async () => vscode.workspace.openNotebookDocument(vscode.Uri.file(file)), /UTF-8/);
    assert.deepEqual(new Uint8Array(await fs.readFile(file)), bytes);
  });

  it('run a program under the debugger, and wait for it while it is stopped', async () => {
    const port = await freePort();
    const program = [
      "import { createServer } from 'node:net';",
      'createServer((socket) => {',
      "  socket.on('data', (data) => {",
      '    socket.end(data);',
      '  });',
      `}).listen(${port}, '127.0.0.1');`,
      "console.error('listening');",
    ];
    const file = path.join(folder(), 'server.mjs');
    await fs.writeFile(file, program.join('\n'));
    const requests = [
      ['### a server', '# @name server', 'RUN node server.mjs', `ready: tcp 127.0.0.1:${port}`],
      [
        '### asks',
        '# @needs server',
        `TCP 127.0.0.1:${port}`,
        'timeout: 400ms',
        '',
        'hello\\n',
        '',
        '?? received text == hello\\n',
      ],
    ];
    const notebook = await open(
      requests.map((lines) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`).join('\n'),
      'debug.lab.md',
    );
    const cell = notebook.cellAt(1);
    const breakpoint = new vscode.SourceBreakpoint(
      new vscode.Location(vscode.Uri.file(file), new vscode.Position(3, 0)),
    );
    vscode.debug.addBreakpoints([breakpoint]);
    const stopped = new Promise<vscode.DebugSession>((resolve) => {
      const tracking = vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: { readonly event?: string }) => {
            if (message.event !== 'stopped') return;
            tracking.dispose();
            resolve(session);
          },
        }),
      });
    });
    try {
      const run = vscode.commands.executeCommand('wirebench.debugLabCell', cell);
      const session = await stopped;
      // Longer than the timeout of the request, which goes on only when the program does.
      await pause(1000);
      assert.equal(cell.executionSummary?.success, undefined);
      const { threads } = (await session.customRequest('threads')) as {
        readonly threads: readonly { readonly id: number }[];
      };
      await session.customRequest('continue', { threadId: threads[0]!.id });
      await run;
      assert.deepEqual(
        outcomes(cell).map(({ state }) => state),
        ['passed'],
      );
      // The lines of the debugger are no output of the program.
      const [server] = outcomes(notebook.cellAt(0));
      assert.deepEqual(server?.parts, [
        { kind: 'text', title: 'Output', text: 'listening\n', left: false, program: true },
      ]);
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
      await vscode.debug.stopDebugging();
    }
  });

  it('name the extension that debugs a program, where the editor has none', async () => {
    await fs.writeFile(path.join(folder(), 'server.py'), 'print(1)');
    const text = ['```http', '### runs', 'RUN python3 server.py', 'ready: exit', '```', ''].join('\n');
    const notebook = await open(text, 'python.lab.md');
    await vscode.commands.executeCommand('wirebench.debugLabCell', notebook.cellAt(0));
    await settled(() => notebook.cellAt(0).executionSummary?.success === false || undefined);
    assert.match(
      outcomes(notebook.cellAt(0))[0]?.error ?? '',
      /install the extension Python Debugger \(ms-python\.debugpy\)/,
    );
  });

  const labOf = (...cells: readonly (readonly string[])[]) =>
    cells.map((lines) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`).join('\n');

  it('say who has the port that two labs want', async () => {
    const port = await freePort();
    const text = (name: string) => labOf([`### ${name}`, `SERVE tcp://127.0.0.1:${port}`, 'behaviour: echo']);
    const first = await open(text('the first one'), 'one.lab.md');
    await run(first, 0);
    const second = await open(text('the second one'), 'two.lab.md');
    await run(second, 0);
    const [shown] = outcomes(second.cellAt(0));
    assert.equal(shown?.state, 'error');
    const said = `${shown.error ?? ''} ${shown.diagnosis?.sentence ?? ''}`;
    assert.match(said, new RegExp(`${port}`));
    assert.match(said, /the first one|another server of Wirebench|Wirebench/);
  });

  it('bound the output of a program: binary, without end, or nothing', async () => {
    const programs = {
      'binary.py': 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 4)',
      'endless.py': 'while True: print("x" * 1000)',
      'nothing.py': 'pass',
    };
    for (const [name, text] of Object.entries(programs)) await fs.writeFile(path.join(folder(), name), text);
    const notebook = await open(
      labOf(
        ['### binary', `RUN ${python} binary.py`, 'ready: exit'],
        ['### endless', `RUN ${python} endless.py`, 'timeout: 30s', '', '?? lines > 2000'],
        ['### nothing', `RUN ${python} nothing.py`, 'ready: exit'],
      ),
      'output.lab.md',
    );
    await run(notebook, 0, 1, 2);
    const [binary, endless, nothing] = notebook.getCells().map((cell) => outcomes(cell)[0]!);
    assert.deepEqual([binary?.state, endless?.state, nothing?.state], ['passed', 'passed', 'passed']);
    const [long] = endless?.parts ?? [];
    assert.ok(
      long?.kind === 'text' && long.left && long.text.length <= 32 * 1024 && long.text.startsWith('x'.repeat(1000)),
    );
    assert.deepEqual(nothing?.parts, []);
    const size = notebook
      .getCells()
      .flatMap(({ outputs }) => outputs.flatMap(({ items }) => items.map(({ data }) => data.length)));
    assert.ok(Math.max(...size) < 100_000);
    await (await (await wirebench()).labs()).restart(notebook);
  });

  it('say that a program is not there', async () => {
    const notebook = await open(labOf(['### runs', 'RUN no-such-program server.py', 'ready: exit']), 'missing.lab.md');
    await run(notebook, 0);
    const [shown] = outcomes(notebook.cellAt(0));
    assert.match(`${shown?.error ?? ''} ${shown?.diagnosis?.sentence ?? ''}`, /no-such-program/);
  });

  it('are interrupted, with the program that runs', async () => {
    await fs.writeFile(path.join(folder(), 'long.py'), 'import time\nprint("up", flush=True)\ntime.sleep(600)');
    const notebook = await open(
      labOf(['### long', `RUN ${python} long.py`, 'ready: exit', 'timeout: 5m']),
      'long.lab.md',
    );
    const cell = notebook.cellAt(0);
    const { requests } = await wirebench();
    const { runs } = await requests();
    const printed = new Promise<void>((resolve) => {
      const listening = runs.onDidChange((id) => {
        const text = runs.outcomes(id).of(0)?.outcome.result as { readonly output?: string } | undefined;
        if (id !== cell.document.uri.toString() || text?.output !== 'up\n') return;
        listening.dispose();
        resolve();
      });
    });
    const over = run(notebook, 0);
    // What it prints is there while it runs.
    await printed;
    await vscode.commands.executeCommand('notebook.cancelExecution', {
      ranges: [{ start: 0, end: 1 }],
      document: notebook.uri,
    });
    await over;
    assert.equal(cell.executionSummary?.success, undefined);
    assert.equal(outcomes(cell)[0]?.state, 'skipped');
  });

  it('follow a change of their file on the disk, and keep what was typed', async () => {
    const notebook = await open(lab.join('\n'), 'changed.lab.md');
    const file = notebook.uri.fsPath;
    await fs.writeFile(file, lab.join('\n').replace('# An echo', '# Another echo'));
    await settled(() => (notebook.cellAt(0).document.getText().startsWith('# Another echo') ? true : undefined));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 0), 'typed ');
    await vscode.workspace.applyEdit(edit);
    await settled(() => notebook.isDirty || undefined);
    const theirs = lab.join('\n').replace('# An echo', '# A third echo, and a longer one');
    await fs.writeFile(file, theirs);
    // The editor asks before it overwrites a newer file; it takes one of the same size for the same.
    await notebook.save().then(null, () => false);
    assert.equal(await fs.readFile(file, 'utf8'), theirs);
    assert.match(notebook.cellAt(0).document.getText(), /^typed # Another echo/);
  });

  it('open as plain Markdown if asked', async () => {
    const file = path.join(folder(), 'plain.lab.md');
    await fs.writeFile(file, lab.join('\n'));
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'default');
    await settled(() => (vscode.window.activeTextEditor?.document.uri.fsPath === file ? true : undefined));
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'markdown');
  });

  it('of 100 cells open at once', async () => {
    const cells = Array.from({ length: 50 }, (_, i) => [
      `## Step ${i}`,
      '',
      'The server answers.',
      '',
      '```http',
      `### step ${i}`,
      'TCP 127.0.0.1:9',
      '',
      'hello\\n',
      '',
      '?? received text == hello\\n',
      '```',
      '',
    ]).flat();
    // The code of labs is loaded with the first one.
    await open(lab.join('\n'), 'before.lab.md');
    const times: number[] = [];
    // The best of three: other programs of the machine take their share.
    for (let i = 0; i < 3; i++) {
      const file = path.join(folder(), `large${i}.lab.md`);
      await fs.writeFile(file, cells.join('\n'));
      const from = performance.now();
      const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
      times.push(performance.now() - from);
      assert.equal(notebook.cellCount, 100);
    }
    // For whoever looks at the figures: 500 ms is the aim, on a machine that does nothing else.
    console.log(`wirebench-tests| a lab of 100 cells opened in ${times.map(Math.round).join(', ')} ms`);
  });
});
