import path from 'node:path';

/** An exception that ended a Python program or a thread of it, as Python reported it. */
export interface PythonException {
  /** As Python writes it: `ValueError`, `socket.gaierror`. */
  readonly name: string;
  /** The first line of its text; empty if it has none. */
  readonly message: string;
  /** The last place in a file of the program itself, not in a library. */
  readonly file?: string;
  readonly line?: number;
  /** That line of the program, if the report shows it. */
  readonly code?: string;
  readonly function?: string;
}

/** From the header to the line of the exception. */
const WHOLE = /^Traceback \(most recent call last\):\n(?: .*\n)*([A-Za-z_][\w.]*)(?::.*)?$/gm;

/** With the name of the exception in the place of each traceback, for a text beside which it is told. */
export function withoutTracebacks(text: string): string {
  return text.replaceAll(WHOLE, '[traceback: $1]');
}

interface Frame {
  readonly file: string;
  readonly line: number;
  readonly function?: string;
  code?: string;
}

/** The line above the frames of an exception. */
export const tracebackHeader = 'Traceback (most recent call last):';
const FRAME = /^ {2,}File "(.+)", line (\d+)(?:, in (.+))?$/;
const EXCEPTION = /^([A-Za-z_][\w.]*(?:<locals>[\w.]*)*)(?:: ?(.*))?$/;
/** Python shows these without a traceback if it never came to run the file. */
const SYNTAX = /^(?:SyntaxError|IndentationError|TabError): /m;
/** A group of exceptions is drawn as a tree with these before its lines. */
const BRANCH = /^ *[|+] /;
/** The environment may ask for them. */
const COLOURS = /\x1b\[[0-9;]*m/g;
/** Frames of a file are few; of a recursion without end, Python shows the first ones. */
const mostLines = 10_000;

/**
 * The last exception in the error output of Python, in the form of the module `traceback` (docs.python.org/3/library/traceback.html):
 * of a chain the one that came out of it, of threads too. Undefined: there is none. What Python only ignored does not count.
 *
 * @param folder where the program runs: its own files are there.
 */
export function lastException(errors: string, folder: string): PythonException | undefined {
  const text = errors.replaceAll(COLOURS, '');
  for (
    let at = text.lastIndexOf(tracebackHeader);
    at !== -1;
    at = at === 0 ? -1 : text.lastIndexOf(tracebackHeader, at - 1)
  ) {
    const start = text.lastIndexOf('\n', at) + 1;
    const before = text.slice(0, start).trimEnd().split('\n').at(-1)!;
    if (before.startsWith('Exception ignored')) continue;
    return syntaxError(text.slice(at), folder) ?? read(text.slice(at + tracebackHeader.length + 1), folder);
  }
  return syntaxError(text, folder);
}

/** One that Python reports of the file it was given: it has no header. */
function syntaxError(text: string, folder: string): PythonException | undefined {
  const found = SYNTAX.exec(text);
  if (found === null) return undefined;
  const at = text.slice(0, found.index).search(/^ {2}File "[^"\n]+", line \d+$/m);
  return at === -1 ? undefined : read(text.slice(at), folder);
}

function read(text: string, folder: string): PythonException | undefined {
  const frames: Frame[] = [];
  for (const each of text.split('\n', mostLines)) {
    const line = each.replace(BRANCH, '');
    const frame = FRAME.exec(line);
    if (frame) frames.push({ file: frame[1]!, line: Number(frame[2]), ...(frame[3] && { function: frame[3] }) });
    else if (line.startsWith(' ')) showCode(frames.at(-1), line);
    else {
      const exception = EXCEPTION.exec(line);
      // Something else came in between.
      if (exception === null) continue;
      return { name: exception[1]!, message: exception[2] ?? '', ...ownPlace(frames, folder) };
    }
  }
  return undefined;
}

/** The line of the program comes first; those below it mark a part of it. */
function showCode(frame: Frame | undefined, line: string): void {
  if (frame !== undefined && /^ {4}\S/.test(line)) frame.code ??= line.trim();
}

function ownPlace(frames: readonly Frame[], folder: string): Partial<Frame> {
  const own =
    frames.findLast(({ file }) => isWithin(file, folder) && !isLibrary(file)) ??
    frames.findLast(({ file }) => !isLibrary(file)) ??
    frames.at(-1);
  return own ?? {};
}

function isWithin(file: string, folder: string): boolean {
  // The names of text that is no file: `<string>`, `<stdin>`.
  if (file === '<string>' || file === '<stdin>') return true;
  if (file.startsWith('<')) return false;
  const system = /^(?:[A-Za-z]:[\\/]|\\\\)/.test(folder) ? path.win32 : path.posix;
  const relative = system.relative(folder, system.resolve(folder, file));
  return relative !== '' && !relative.startsWith('..') && !system.isAbsolute(relative);
}

function isLibrary(file: string): boolean {
  return /[\\/](?:site|dist)-packages[\\/]|[\\/]lib(?:64)?[\\/]python\d|^[A-Za-z]:\\.*\\Lib\\[^\\]+(?:\\[^\\]+)?\.py$|^<frozen /.test(
    file,
  );
}
