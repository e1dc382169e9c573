import type { ErrorData } from '../../base/errors.ts';
import { decode } from '../../protocol/text/decode.ts';
import type { Region } from '../../requests/model.ts';
import type { Evidence, ProgramEvidence, ServerEvidence } from '../../requests/run/evidence.ts';
import type { RequestOutcome } from '../../requests/run/outcome.ts';
import type { ConversationResult } from '../../requests/words/conversation/model.ts';

/** The facts that a sentence is filled in with. `file` and `line`: the place in the student's program. */
export type Facts = Readonly<Record<string, string | number>>;

/** A check on a text that did not hold: the text that was expected and the one that came. */
export interface Difference {
  /** `received text`, `output`. */
  readonly subject: string;
  readonly predicate: string;
  readonly want: string;
  readonly came: string;
  /** `came` is in full. */
  readonly whole: boolean;
}

/** An exception, as Python or Node.js reported it. */
export interface Raised {
  readonly name: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** The facts that the signs of diagnoses are looked for in. */
export interface Known {
  readonly outcome: RequestOutcome;
  readonly region: Region;
  readonly evidence: Evidence;
  readonly error: ErrorData | undefined;
  /** The program that the request is about. */
  readonly program: ProgramEvidence | undefined;
  /** The program as sentences name it: its file, `server.py`, where that is known. */
  readonly who: string;
  /** The error tells that the program ended, or that it reported an exception. */
  readonly gone: boolean;
  /** Of a client that is the student's program: the server of the run that it talks to, or should. */
  readonly server: ServerEvidence | undefined;
  readonly raised: Raised | undefined;
  readonly conversation: ConversationResult | undefined;
  readonly isUdp: boolean;
  readonly received: Uint8Array;
  readonly sent: readonly Uint8Array[];
  readonly differences: readonly Difference[];
  /** The request is a program, or a look at what a server of the run heard. */
  readonly isClient: boolean;
}

/** Values in outcomes are shown in full up to this length. */
const mostShown = 950;
const texts = /^(?:received|output|screen|body|request)\b/;

/** Undefined: the request passed, or was not made, or nothing is known but its outcome. */
export function knownOf(outcome: RequestOutcome, region: Region): Known | undefined {
  const { state, evidence, error, result } = outcome;
  if ((state !== 'failed' && state !== 'error') || evidence === undefined) return undefined;
  const conversation = result?.kind === 'conversation' ? result : undefined;
  const isClient = region.item?.kind === 'run' || region.item?.kind === 'watch';
  const named = region.item?.kind === 'watch' ? region.item.name.value : undefined;
  const watched = evidence.servers.find(({ name }) => name === named);
  const program = programOf(outcome, evidence, watched);
  return {
    ...{ outcome, region, evidence, error, program, conversation, isClient },
    who: nameOf(program),
    server: isClient ? (watched ?? serverOf(program, evidence)) : undefined,
    gone: error?.code === 'program-ended' || error?.code === 'program-exception',
    raised: program && raisedBy(program),
    isUdp: evidence.dialled[0]?.transport === 'udp',
    received: conversation?.received ?? new Uint8Array(0),
    sent: conversation?.sent ?? [],
    differences: differencesOf(outcome, region),
  };
}

const sourceFile = /[^\s/\\]+\.(?:py|js|mjs|cjs|ts|java|c|rb|pl|sh)(?=\s|$)/;

function nameOf(program: ProgramEvidence | undefined): string {
  const file = program?.source?.file.split(/[\\/]/).at(-1);
  return file ?? sourceFile.exec(program?.command ?? '')?.[0] ?? 'The program';
}

/** The command or the text of the program has the number of the port. */
function mentions({ command, source }: ProgramEvidence, port: number): boolean {
  const number = new RegExp(`(?<![\\d.])${port}(?![\\d.])`);
  return number.test(command) || number.test(source?.text ?? '');
}

/** A program may have nothing to do with the servers of the run: the one whose port it names, or the only one that heard anybody. */
function serverOf(program: ProgramEvidence | undefined, { servers }: Evidence): ServerEvidence | undefined {
  if (program === undefined) return undefined;
  const named = servers.filter(({ port }) => mentions(program, port));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  // It names another port in place of the right one.
  return servers.length === 1 && calls.test(program.source?.text ?? '') ? servers[0] : undefined;
}

/** Calls of a client, with the address. */
export const calls = /\b(?:connect|connect_ex|create_connection|createConnection|sendto|open_connection)\(/;

function programOf(
  { error, label }: RequestOutcome,
  { programs, dialled, sockets }: Evidence,
  watched: ServerEvidence | undefined,
): ProgramEvidence | undefined {
  if (watched !== undefined) {
    const clients = programs.filter((each) => mentions(each, watched.port));
    return clients.length === 1 ? clients[0] : programs.length === 1 ? programs[0] : undefined;
  }
  const pid = error?.facts?.['pid'];
  const owners = sockets.filter(({ local }) => dialled.some(({ port }) => port === local.port)).map((row) => row.pid);
  return (
    programs.find((each) => each.pid === pid) ??
    programs.find((each) => each.label === label) ??
    programs.find((each) => owners.includes(each.pid) || each.sockets.some((row) => owners.includes(row.pid))) ??
    (programs.length === 1 ? programs[0] : undefined)
  );
}

const node = /^(?:Uncaught )?((?:[A-Z]\w*)?Error)(?: \[\w+\])?: (.*)$/m;

function raisedBy({ exception, output }: ProgramEvidence): Raised | undefined {
  if (exception !== undefined) return exception;
  const [, name, message = ''] = node.exec(output) ?? [];
  if (name === undefined) return undefined;
  // Node.js shows the place of an error in the first line of its report.
  const [, file, line] = /^(?:file:\/\/)?(\/\S+\.[cm]?js):(\d+)$/m.exec(output) ?? [];
  return { name, message, ...(file !== undefined && { file, line: Number(line) }) };
}

function differencesOf({ checks, result }: RequestOutcome, region: Region): Difference[] {
  return checks.flatMap(({ state, actual, expected }, i) => {
    const check = region.checks[i];
    if (state !== 'failed' || check === undefined || actual === undefined || expected === undefined) return [];
    if (check.negated === true) return [];
    const subject = [check.subject.value, check.path?.text].filter((part) => part !== undefined).join(' ');
    const isCut = expected.length >= mostShown;
    const whole = actual.length < mostShown;
    const alone = result?.kind === 'conversation' && result.clients === undefined && subject.startsWith('received');
    const isText = subject === 'received' || subject === 'received text';
    const came = alone && isText && !whole ? decode(result.received, 'utf-8', 'backslashreplace') : actual;
    return [
      { subject, predicate: check.predicate.value, want: expected, came, whole: !isCut && (whole || came !== actual) },
    ];
  });
}

/** Differences of texts, not of numbers such as lengths. */
export function textDifferences({ differences }: Known): Difference[] {
  return differences.filter(
    ({ subject, predicate }) =>
      texts.test(subject.replace(/^(?:every|any|client \d+|connection \d+|\w+ \d+) /, '')) &&
      !/\b(?:hex|base64|bytes|length|lines|chunks)$/.test(subject) &&
      /^(?:==|startsWith|endsWith|includes|contains)$/.test(predicate),
  );
}

/** Whether a check on a text would hold. */
export const holds = ({ predicate }: Difference, came: string, want: string): boolean => {
  if (predicate === 'startsWith') return came.startsWith(want);
  if (predicate === 'endsWith') return came.endsWith(want);
  return predicate === '==' ? came === want : came.includes(want);
};

/** As checks show a value that is not there. */
export const isNothing = (value: string | undefined): boolean =>
  value === undefined || value === '' || value === 'nothing';

/** The text that was sent, all messages. */
export function sentText({ sent }: Known): string {
  return sent.map((bytes) => decode(bytes, 'utf-8', 'backslashreplace')).join('');
}

/** The first line of the source that fits. */
export function lineWith(program: ProgramEvidence | undefined, pattern: RegExp): SourceLine | undefined {
  return linesWith(program, pattern)[0];
}

/** The place of the only line of the source that fits: of several, any could be meant. */
export function onlyLine(program: ProgramEvidence | undefined, pattern: RegExp): Facts {
  const [found, another] = linesWith(program, pattern);
  return found === undefined || another !== undefined ? {} : { file: found.file, line: found.line, code: found.text };
}

interface SourceLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function linesWith(program: ProgramEvidence | undefined, pattern: RegExp): readonly SourceLine[] {
  const { source } = program ?? {};
  return (source?.text.split(/\r?\n/) ?? []).flatMap((line, i) =>
    pattern.test(line) && !comment.test(line) ? [{ file: source!.file, line: i + 1, text: line.trim() }] : [],
  );
}

const comment = /^\s*(?:#|\/\/)/;

/** The port in a call of the program: a number in it, or that of a constant. */
export function calledPort({ program }: Known, call: string): string | undefined {
  const [, written, name] = /,\s*(?:(\d{1,5})|([A-Za-z_]\w*))\s*\)/.exec(call) ?? [];
  if (written !== undefined) return written;
  const constant = name ?? /\(([A-Z_]+)\)/.exec(call)?.[1];
  const text = program?.source?.text ?? '';
  const of = (value: string): string | undefined =>
    constant === undefined
      ? undefined
      : new RegExp(String.raw`^\s*(?:const\s+|let\s+)?${constant}\s*=\s*${value}\s*;?\s*$`, 'm').exec(text)?.[1];
  return of(String.raw`(\d{2,5})`) ?? of(String.raw`\(\s*["'][^"']*["']\s*,\s*(\d{2,5})\s*\)`);
}

/** ` (line 7: `recv(100)`)`, or nothing if no line is known. */
export const shownAt = ({ line, code }: Facts): string => (line === undefined ? '' : ` (line ${line}: \`${code}\`)`);

/** A text for a sentence: line ends and other controls as escapes, at most 60 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
