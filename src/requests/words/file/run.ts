import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { WirebenchError } from '../../../base/errors.ts';
import { decode } from '../../../protocol/text/decode.ts';
import { contentOf } from '../../run/files.ts';
import { isFile } from '../../run/executable.ts';
import { pythonCommand } from '../../run/python.ts';
import { fromTable, type Subject, type SubjectContext } from '../../run/subjectTable.ts';
import type { Turn } from '../../run/turn.ts';
import type { FileItem, FileResult } from './model.ts';

/** Bytes at most of a source. */
const mostBytes = 1024 * 1024;
/** Milliseconds in which Python must have read it, and characters of its answer. */
const longest = 10_000;
const mostAnswer = 4 * 1024 * 1024;

/** Python reads the source from standard input with its own parser (module `ast`); nothing of it runs. */
const reader = `
import ast, json, sys
names = {}
imports, calls = set(), set()
def add(module):
    parts = module.split('.')
    imports.update('.'.join(parts[:i + 1]) for i in range(len(parts)))
def dotted(node):
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return before and before + '.' + node.attr
    return None
try:
    tree = ast.parse(sys.stdin.buffer.read())
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            for each in node.names:
                add(each.name)
                if each.asname:
                    names[each.asname] = each.name
        elif isinstance(node, ast.ImportFrom):
            module = '.' * node.level + (node.module or '')
            if node.level == 0:
                add(module)
            else:
                imports.add(module)
            for each in node.names:
                imports.add(module + '.' + each.name)
                names[each.asname or each.name] = module + '.' + each.name
    for node in nodes:
        if isinstance(node, ast.Call):
            last = getattr(node.func, 'attr', getattr(node.func, 'id', None))
            calls.update(each for each in (last, dotted(node.func)) if each)
    answer = {'imports': sorted(imports), 'calls': sorted(calls)}
except SyntaxError as error:
    answer = {'problem': 'Python cannot read line %s: %s.' % (error.lineno, error.msg)}
except (ValueError, RecursionError, MemoryError) as error:
    answer = {'problem': 'Python cannot read it: %s.' % error}
json.dump(answer, sys.stdout)
`;

/** FILE: reads a source. That it is not there is a result, not an error. */
export async function run(item: FileItem, turn: Turn): Promise<FileResult> {
  turn.refuse([{ effect: 'program', subject: 'FILE' }], item);
  const name = (await turn.fill(item.path)).trim();
  const found = turn.path(name, item.path);
  if (!(await stat(found).catch(() => undefined))) return { kind: 'pythonSource', exists: false };
  const bytes = await contentOf(item.path, turn, mostBytes);
  const text = decode(bytes, 'utf-8', 'replace').replaceAll('\r\n', '\n');
  const lines = text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const place = { ...turn.start.python, folders: [path.dirname(found), turn.path('', item)] };
  return { kind: 'pythonSource', exists: true, text, lines, ...(await sourceOf(bytes, place, turn)) };
}

async function sourceOf(
  bytes: Uint8Array,
  place: Parameters<typeof pythonCommand>[0],
  turn: Turn,
): Promise<Pick<FileResult, 'imports' | 'calls' | 'problem'>> {
  const command = pythonCommand(place, { platform: process.platform, env: process.env, isFile });
  if (command === undefined) return { problem: 'No Python was found on this machine to read it. Install Python 3.' };
  const [file = '', ...args] = command;
  const child = spawn(file, [...args, '-I', '-c', reader], {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    timeout: longest,
    killSignal: 'SIGKILL',
    signal: turn.signal,
  });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    answer += piece;
    if (answer.length > mostAnswer) child.kill('SIGKILL');
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  try {
    await once(child, 'close');
    return JSON.parse(answer) as Pick<FileResult, 'imports' | 'calls' | 'problem'>;
  } catch {
    return { problem: `${file} did not read it: its answer is missing or too long.` };
  }
}

export function subject(result: FileResult, context: SubjectContext): Subject {
  const { exists, text, lines, problem } = result;
  const known = (name: 'imports' | 'calls') => (): readonly string[] | undefined => {
    if (problem === undefined) return result[name];
    throw new WirebenchError({ code: 'bad-value', message: `${name} cannot be checked. ${problem}` });
  };
  const table = { imports: known('imports'), calls: known('calls') };
  return fromTable({ exists: () => exists, text: () => text, lines: () => lines, ...table }, context);
}
