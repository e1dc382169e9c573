import { count } from '../../base/quantities.ts';
import type { ProgramEvidence } from '../../requests/run/evidence.ts';
import { calledPort, onlyLine, type Known, type Raised, type Facts } from './known.ts';
import { told, type Row } from './row.ts';

/**
 * Of a program that has ended with an exception, or that has reported one since the request began. The error tells it, but for that of a
 * language whose reports the runner does not read.
 */
function gone(known: Known, fits: (raised: Raised, known: Known) => boolean): Facts | undefined {
  const { raised } = known;
  return raised !== undefined && isRaised(known) && fits(raised, known)
    ? { told: raisedSentence(known, raised), ...placeOf(raised) }
    : undefined;
}

/** The request has to do with the exception: it is in its error, came in its time, or is looked at by its checks. */
function isRaised({ gone: isGone, program, outcome, region }: Known): boolean {
  if (isGone) return true;
  const isAsked = region.checks.some(
    ({ subject }, i) => subject.value === 'exception' && outcome.checks[i]?.state === 'failed',
  );
  return program !== undefined && program.exception !== undefined && (program.raisedNow || isAsked);
}

function raisedSentence({ error, gone: isGone, program, who }: Known, raised: Raised): string {
  if (isGone && error!.message.includes(raised.name)) return error!.message;
  const file = raised.file?.split(/[\\/]/).at(-1);
  const where = raised.line === undefined ? '' : ` in line ${raised.line}${file === undefined ? '' : ` of ${file}`}`;
  const ended = program?.running === false ? `ended (${endingOf(program)})` : 'reported an error, and goes on';
  return sentenceOf(`${who} ${ended}: ${raised.name}${where}${raised.message === '' ? '' : `: ${raised.message}`}`);
}

const sentenceOf = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
const endingOf = ({ signal, exitCode }: ProgramEvidence): string => signal ?? `exit status ${exitCode}`;

function placeOf({ file, line }: Raised): Facts {
  return file === undefined || line === undefined ? {} : { file, line };
}

/** A program in C names the error of the system only in its output. */
const inUse = /\bEADDRINUSE\b|\[Errno (?:48|98)\]|WinError 10048|Address already in use/;
const absent = /can't open file|Cannot find module '[^']*\.[cm]?js'/;

/** Bytes of an answer that nobody asked for. */
const flood = 256 * 1024;

export const goneRows: readonly Row[] = [
  {
    id: 'program-missing',
    signs: ({ error, program, gone }) => {
      const codes: readonly (string | undefined)[] = ['program-not-found', 'no-such-folder', 'program-failed'];
      const missing = codes.includes(error?.code) || (gone && program !== undefined && isAbsentFile(program));
      return missing ? { told: error!.message } : undefined;
    },
    sentence: told,
    hint: 'Save the program beside the lab under the name that the step gives, and see that the language it is written in is installed.',
  },
  {
    id: 'syntax-error',
    signs: (known) => gone(known, ({ name }) => /^(?:SyntaxError|IndentationError|TabError)$/.test(name)),
    sentence: told,
    hint: 'The program never began to run. Look at that line and at the one above it: a bracket, a quote, a colon or the indentation.',
  },
  {
    id: 'module-missing',
    signs: (known) =>
      gone(
        known,
        ({ name, message }) =>
          /^(?:ModuleNotFoundError|ImportError)$/.test(name) || /^Cannot find (?:module|package)/.test(message),
      ),
    sentence: told,
    hint: 'Correct the name of the module, or install it. A file of your own with the name of a module hides the module.',
  },
  {
    id: 'address-in-use',
    signs: (known) => {
      const { error, program } = known;
      const isTaken =
        error?.code === 'port-in-use' ||
        error?.facts?.['cause'] === 'address-in-use' ||
        (known.gone && inUse.test(`${known.raised?.message ?? ''}\n${program?.output ?? ''}`));
      return isTaken ? { told: error!.message, ...(known.raised && placeOf(known.raised)) } : undefined;
    },
    sentence: told,
    hint: 'End the program that has the port, often an earlier start of your own. A server sets SO_REUSEADDR before bind(), so that it can be started again at once.',
  },
  {
    id: 'bytes-expected',
    signs: (known) => {
      const found = gone(known, ({ name, message }) => name === 'TypeError' && bytesWanted.test(message));
      const name = /\.(?:send|sendall|sendto|write)\(([A-Za-z_]\w*)[,)]/.exec(codeAt(known, found))?.[1];
      return found && { ...found, ...(name !== undefined && { name }) };
    },
    sentence: told,
    tellsError: true,
    hint: ({ name }) =>
      `A socket takes bytes, and this is text: ${name === undefined ? '.encode() makes bytes of it' : `write ${name}.encode()`}. recv() gives bytes, and .decode() makes text of them.`,
  },
  {
    id: 'bound-not-listening',
    signs: (known) => {
      const { error, raised } = known;
      if (error?.facts?.['cause'] === 'bound-not-listening')
        return { told: error.message, ...(raised ? placeOf(raised) : onlyLine(known.program, /\.bind\(/)) };
      const found = gone(
        known,
        ({ name, message }) => name === 'OSError' && /^\[(?:Errno 22|WinError 10022)\]/.test(message),
      );
      return /\baccept\(/.test(codeAt(known, found)) ? found : undefined;
    },
    sentence: told,
    tellsError: true,
    hint: 'The order is socket(), bind(), listen(), accept(): only a socket that listens can accept a client.',
  },
  {
    id: 'waits-for-input',
    signs: (known) => {
      const { error, program } = known;
      const place = onlyLine(program, /\binput\(|\breadline\b/);
      if (
        error?.facts?.['cause'] === 'waits-for-input' ||
        (error?.code === 'program-not-ready' && program?.asks === true)
      )
        return { told: error.message, ...place };
      const found = gone(known, ({ name, message }) => name === 'EOFError' && /reading a line/.test(message));
      return found && { ...found, ...place };
    },
    sentence: told,
    tellsError: true,
    hint: 'The program stands in input(), and nobody types there. A server takes what it needs from its clients; move input() out, or behind the code that opens the socket.',
  },
  {
    id: 'client-wrong-port',
    signs: (known) => {
      const { servers } = known.evidence;
      const found = gone(
        known,
        ({ name, message }) => name === 'ConnectionRefusedError' || /\bECONNREFUSED\b/.test(message),
      );
      const called =
        found && (/ECONNREFUSED \S*:(\d+)/.exec(known.raised!.message)?.[1] ?? calledPort(known, codeAt(known, found)));
      if (called === undefined || servers.some(({ port }) => port === Number(called))) return undefined;
      const server = servers.find(({ connections }) => connections.length === 0);
      return server && { ...found!, called, port: server.port };
    },
    sentence: ({ told: sentence, called, port }) =>
      `${sentence} Nobody listens on port ${called}: the server is on port ${port}.`,
    tellsError: true,
    hint: 'Compare host and port of the call with those of the step. A program that gets its port on the command line finds it in sys.argv.',
  },
  {
    id: 'floods',
    signs: (known) => {
      const { conversation, differences, received } = known;
      if (conversation === undefined || received.length < flood) return undefined;
      const isAsked = differences.some(
        ({ want }) => want.length > received.length / 2 || Number(want) > received.length / 2,
      );
      return isAsked
        ? undefined
        : { bytes: received.length, who: known.who, ...onlyLine(known.program, /\.(?:send|sendall|sendto|write)\(/) };
    },
    sentence: ({ bytes, who }) => `${who} sends without end: ${bytes} bytes had come when the request was over.`,
    hint: 'Look for a loop around send() that has no end, or that goes on after recv() has given an empty result.',
  },
  {
    id: 'crashed',
    signs: (known) => {
      const { error, program, raised } = known;
      if (crashedBetter.some(({ signs }) => signs(known) !== undefined)) return undefined;
      const found = gone(known, () => true);
      if (found !== undefined) return found;
      const badly = program?.signal !== undefined || (program?.exitCode ?? 0) !== 0;
      return known.gone && raised === undefined && badly ? { told: error!.message } : undefined;
    },
    sentence: told,
    tellsError: true,
    hint: 'Look at that line of your program, with the values that it had there. Read a traceback from its end: the last line says what happened, the lines above it where.',
  },
  {
    id: 'served-once',
    signs: (known) => {
      const { evidence, conversation, who, program, isUdp } = known;
      const clients = conversation?.clients?.filter(({ received }) => received.length > 0).length ?? 0;
      const times = evidence.answeredBefore + clients;
      return endedWell(known) && times > 0
        ? {
            ...{ times, who, word: isUdp ? 'datagram' : 'client' },
            ...onlyLine(program, isUdp ? /\brecvfrom\(/ : /\.accept\(/),
          }
        : undefined;
    },
    sentence: ({ times, who, word }) =>
      `${who} answered ${count(Number(times), String(word))} and ended (exit status 0), so nobody was there for the next one.`,
    tellsError: true,
    hint: 'Put accept() (with UDP: recvfrom()) and all that follows into a loop: while True.',
  },
  {
    id: 'exited-early',
    signs: (known) => {
      const { evidence, received, program, who } = known;
      if (!endedWell(known) || evidence.answeredBefore > 0 || received.length > 0) return undefined;
      const last = program?.output.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? '';
      return {
        who,
        last,
        when: known.conversation === undefined && known.error?.message.includes('ready') ? 'ready' : '',
      };
    },
    sentence: ({ who, when, last }) =>
      `${who} came to its end (exit status 0) before ${when === '' ? 'it had answered' : 'a client could call it'}.${last === '' ? '' : ` The last that it printed: ${last}`}`,
    tellsError: true,
    hint: 'Look for the call that should have waited: accept(), recv(), join() of a thread. A program ends after its last line.',
  },
];

const bytesWanted =
  /bytes-like object is required|can't concat (?:str|int) to bytes|concatenate str \(not "bytes"\)|string argument without an encoding|should be bytes\b|must be (?:bytes|of type string or an instance of Buffer)/;

/** The line of the program at the place of an exception. */
function codeAt({ program, raised }: Known, found: Facts | undefined): string {
  if (found === undefined) return '';
  const line = program?.source?.text.split(/\r?\n/)[Number(found['line']) - 1];
  return program?.exception?.code ?? (raised?.file === program?.source?.file ? line : undefined) ?? '';
}

/** The rows that say more than `crashed`. */
const crashedBetter = goneRows.slice(
  0,
  goneRows.findIndex(({ id }) => id === 'crashed'),
);

function isAbsentFile({ output, exitCode }: NonNullable<Known['program']>): boolean {
  return exitCode !== 0 && absent.test(output);
}

/** By itself, without an error. */
function endedWell({ error, gone: isGone, program, raised, isClient }: Known): boolean {
  const ready = error?.code === 'program-ended';
  return (
    isGone &&
    ready &&
    raised === undefined &&
    program?.exitCode === 0 &&
    (!isClient || error.facts?.['pid'] === undefined)
  );
}
