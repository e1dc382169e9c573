import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { python } from '../../../../scripts/python.ts';
import { executableOf, type Machine } from '../../../../src/requests/run/executable.ts';
import { pythonCommand, type PythonPlace } from '../../../../src/requests/run/python.ts';
import { bench, brief } from './running.ts';

const machine = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, files: readonly string[]): Machine => ({
  ...{ platform, env },
  isFile: (name) =>
    files.some((file) => (platform === 'win32' ? file.toLowerCase() === name.toLowerCase() : file === name)),
});

describe('a program by its name', () => {
  const node = 'C:\\Program Files\\nodejs';
  const windows = (files: readonly string[]): Machine =>
    machine('win32', { Path: `C:\\Windows;${node}`, SystemRoot: 'C:\\Windows' }, files);

  it('is the name itself where the system finds it', () => {
    const linux = machine('linux', { PATH: '/usr/bin' }, []);
    assert.deepEqual(executableOf(['npm.cmd', 'a b'], '/x', linux), { file: 'npm.cmd', args: ['a b'] });
  });

  it('is found on Windows with an extension of PATHEXT, in the folder and in PATH', () => {
    const found = (name: string, files: readonly string[]): string =>
      executableOf([name], 'D:\\lab', windows(files)).file;
    assert.equal(found('curl', ['C:\\Windows\\curl.exe']), 'C:\\Windows\\curl.exe');
    assert.equal(found('.\\server.exe', ['D:\\lab\\server.exe']), 'D:\\lab\\server.exe');
    assert.equal(
      found('bin\\server', ['D:\\lab\\bin\\server.exe', 'C:\\Windows\\bin\\server.exe']),
      'D:\\lab\\bin\\server.exe',
    );
    assert.equal(found('C:\\t\\a.EXE', ['C:\\t\\a.exe']), 'C:\\t\\a.EXE');
    // A file without an extension is none that Windows starts.
    assert.equal(found('npm', [`${node}\\npm`]), 'npm');
  });

  it('is a script for cmd.exe, with its arguments as they are', () => {
    const of = (...args: string[]) =>
      executableOf(['npm', ...args], 'D:\\lab', windows([`${node}\\npm`, `${node}\\npm.cmd`]));
    assert.deepEqual(of('run', 'a b', 'x&calc', '%PATH%', 'say "hi"\\', 'C:\\', ''), {
      file: 'C:\\Windows\\System32\\cmd.exe',
      args: [
        ...['/e:ON', '/v:OFF', '/d', '/c'],
        `""${node}\\npm.cmd" "run" "a b" "x&calc" "%%cd:~,%PATH%%cd:~,%" "say ""hi""\\\\" "C:\\\\" """`,
      ],
      verbatim: true,
    });
    assert.throws(() => of('a\nb'), /line end/);
  });
});

describe('python in a RUN line', () => {
  const none: PythonPlace = { folders: ['/home/me/lab/week1'], within: '/home/me/lab' };
  const venv = (folder: string): string[] => [`${folder}/pyvenv.cfg`, `${folder}/bin/python`];
  const path3 = { PATH: '/opt/bin:/usr/bin' };

  it('is the one of the setting, of a virtual environment, or on the path, in this order', () => {
    const of = (place: PythonPlace, files: readonly string[], env: NodeJS.ProcessEnv = path3) =>
      pythonCommand(place, machine('linux', env, files))?.join(' ');
    const files = ['/usr/bin/python3', '/usr/bin/python'];
    assert.equal(of({ ...none, interpreter: '/x/python' }, files), '/x/python');
    assert.equal(of({ ...none, interpreter: '' }, files), '/usr/bin/python3');
    assert.equal(of(none, [...files, '/opt/bin/python']), '/opt/bin/python');
    const above = venv('/home/me/lab/venv');
    assert.equal(of(none, [...files, ...above]), above[1]);
    const beside = venv('/home/me/lab/week1/.venv');
    assert.equal(of(none, [...files, ...above, ...beside]), beside[1]);
    // A folder of that name that is none.
    assert.equal(of(none, [...files, above[1]!]), '/usr/bin/python3');
    // Outside the workspace, whose folder may be another person's.
    assert.equal(of(none, [...files, ...venv('/home/me/.venv')]), '/usr/bin/python3');
    assert.equal(of({ folders: none.folders }, [...files, ...above]), '/usr/bin/python3');
    assert.equal(of(none, [...files, ...venv('/v')], { ...path3, VIRTUAL_ENV: '/v' }), '/v/bin/python');
    assert.equal(of(none, []), undefined);
  });

  it('is on Windows the launcher, or a Python that does not only lead to the Store', () => {
    const store = 'C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps';
    const of = (files: readonly string[]) =>
      pythonCommand(
        { folders: ['D:\\lab'] },
        machine('win32', { Path: `${store};C:\\Windows;C:\\Python312` }, files),
      )?.join(' ');
    const stub = [`${store}\\python.exe`, `${store}\\python3.exe`];
    assert.equal(of([...stub, 'C:\\Windows\\py.exe', 'C:\\Python312\\python.exe']), 'C:\\Windows\\py.exe -3');
    assert.equal(of([...stub, 'C:\\Python312\\python.exe']), 'C:\\Python312\\python.exe');
    assert.equal(of(stub), stub[0]);
    const own = ['D:\\lab\\.venv\\pyvenv.cfg', 'D:\\lab\\.venv\\Scripts\\python.exe'];
    assert.equal(of([...stub, ...own]), own[1]);
    assert.equal(of([]), undefined);
  });

  it('runs in the environment beside the file, and a folder that is not there is named', async () => {
    const the = bench();
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'wirebench-')));
    try {
      const bin = path.join(folder, '.venv/bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(path.join(folder, '.venv/pyvenv.cfg'), `home = ${path.dirname(realpathSync(python))}\n`);
      symlinkSync(realpathSync(python), path.join(bin, 'python'));
      const script = "-c 'import sys; print(sys.prefix)'";
      const text = `RUN python3 ${script}\n?? output == ${path.join(folder, '.venv')}\\n\n###\nRUN python\ncwd: ./gone\n`;
      const { outcomes } = await the.run(text, { path: path.join(folder, 'x.http') });
      assert.deepEqual(outcomes.map(brief), ['passed', 'error file no-such-folder']);
      assert.ok(outcomes[1]!.error!.message.includes(path.join(folder, 'gone')));
    } finally {
      await the.close();
      rmSync(folder, { recursive: true });
    }
  });
});
