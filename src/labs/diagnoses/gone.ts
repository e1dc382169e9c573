import type { Known, Raised } from './known.ts';
import { told, type Facts, type Row } from './row.ts';

/** Of a program that has ended, or that reported an exception: the error tells it. */
function gone(known: Known, fits: (raised: Raised, known: Known) => boolean): Facts | undefined {
  const { error, raised } = known;
  if (!known.gone || raised === undefined || !fits(raised, known)) return undefined;
  return { told: error!.message, ...placeOf(raised) };
}

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
    signs: (known) =>
      gone(
        known,
        ({ name, message }) =>
          name === 'TypeError' &&
          /bytes-like object is required|can't concat (?:str|int) to bytes|concatenate str \(not "bytes"\)|string argument without an encoding|must be (?:bytes|of type string or an instance of Buffer)/.test(
            message,
          ),
      ),
    sentence: told,
    hint: 'A socket sends and receives bytes. Text becomes bytes with .encode(), and bytes become text with .decode().',
  },
  {
    id: 'bound-not-listening',
    signs: (known) =>
      known.error?.facts?.['cause'] === 'bound-not-listening'
        ? { told: known.error.message, ...(known.raised && placeOf(known.raised)) }
        : gone(known, ({ name, message }) => name === 'OSError' && /^\[(?:Errno 22|WinError 10022)\]/.test(message)),
    sentence: told,
    hint: 'The order is socket(), bind(), listen(), accept(): only a socket that listens can accept a client.',
  },
  {
    id: 'waits-for-input',
    signs: (known) =>
      known.error?.facts?.['cause'] === 'waits-for-input' ||
      (known.error?.code === 'program-not-ready' && known.program?.asks === true)
        ? { told: known.error.message }
        : gone(known, ({ name }) => name === 'EOFError'),
    sentence: told,
    hint: 'The program stands in input(), and nobody types there. A server takes what it needs from its clients; move input() out, or behind the code that opens the socket.',
  },
  {
    id: 'client-wrong-port',
    signs: (known) =>
      known.evidence.servers.some(({ connections }) => connections.length === 0)
        ? gone(known, ({ name, message }) => name === 'ConnectionRefusedError' || /\bECONNREFUSED\b/.test(message))
        : undefined,
    sentence: told,
    hint: 'Nobody listens at the address that the client called. Compare host and port of its connect() with those of the step.',
  },
  {
    id: 'floods',
    signs: ({ conversation, differences, received }) => {
      if (conversation === undefined || received.length < flood) return undefined;
      const isAsked = differences.some(
        ({ want }) => want.length > received.length / 2 || Number(want) > received.length / 2,
      );
      return isAsked ? undefined : { bytes: received.length };
    },
    sentence: ({ bytes }) => `The program sends without end: ${bytes} bytes had come when the request was over.`,
    hint: 'Look for a loop around send() that has no end, or that goes on after recv() has given an empty result.',
  },
  {
    id: 'crashed',
    signs: (known) => {
      const { error, program, raised } = known;
      if (!known.gone || program === undefined) return undefined;
      const badly = raised !== undefined || program.signal !== undefined || (program.exitCode ?? 0) !== 0;
      const better = crashedBetter.some(({ signs }) => signs(known) !== undefined);
      return badly && !better ? { told: error!.message, ...(raised && placeOf(raised)) } : undefined;
    },
    sentence: told,
    hint: 'Read the last line first, then the line of your program that it names, with the values that it had there.',
  },
  {
    id: 'served-once',
    signs: (known) => {
      const { error, evidence, conversation } = known;
      const some = conversation?.clients?.some(({ received }) => received.length > 0) === true;
      return endedWell(known) && (evidence.answeredBefore > 0 || some) ? { told: error!.message } : undefined;
    },
    sentence: ({ told: sentence }) => `${sentence} It had answered before: it serves one client, and ends.`,
    hint: 'Put accept() (with UDP: recvfrom()) and all that follows into a loop: while True.',
  },
  {
    id: 'exited-early',
    signs: (known) => {
      const { error, evidence, received } = known;
      return endedWell(known) && evidence.answeredBefore === 0 && received.length === 0
        ? { told: error!.message }
        : undefined;
    },
    sentence: told,
    hint: 'The program came to its end before it had answered. Look for the call that should have waited: accept(), recv(), join() of a thread.',
  },
];

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
