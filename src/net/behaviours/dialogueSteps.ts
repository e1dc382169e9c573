import { randomInt, randomUUID } from 'node:crypto';
import { WirebenchError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { duration, type Read } from '../../endpoints/value.ts';
import { encodePayload, type LineEnding } from '../../protocol/text/payload.ts';
import type { BodyStep } from './behaviour.ts';

/** A step of a dialogue. Times in milliseconds. */
export type DialogueStep = (
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'wait'; readonly text: Uint8Array | undefined }
  | { readonly kind: 'pause' | 'silent'; readonly time: number }
  /** The next message goes in pieces of so many bytes. */
  | { readonly kind: 'piece'; readonly size: number }
  | { readonly kind: 'end' | 'reset' }
) & {
  /** From 1, in the text of the dialogue. */
  readonly line: number;
};

interface StepRow extends BodyStep {
  /** Only for a connection: a datagram has no such thing. */
  readonly ofStreams?: true;
  readonly argument: 'none' | 'text' | 'duration' | 'size';
}

/** Every step that is not a message, by the word after `===`. */
export const stepRows: readonly StepRow[] = [
  {
    name: 'wait',
    usage: '=== wait TEXT',
    sentence: 'Waits until the client has sent something new; with a text, until that text has come.',
    argument: 'text',
  },
  {
    name: 'pause',
    usage: '=== pause 200ms',
    sentence: 'Waits for that time. Bytes of the client that come meanwhile are for the next wait.',
    argument: 'duration',
  },
  {
    name: 'silent',
    usage: '=== silent 3s',
    sentence: 'Neither sends nor reads for that time, as a server that hangs.',
    argument: 'duration',
  },
  {
    name: 'piece',
    usage: '=== piece 1',
    sentence: 'Sends the next message in pieces of so many bytes, one after the other.',
    argument: 'size',
    ofStreams: true,
  },
  {
    name: 'end',
    usage: '=== end',
    sentence: 'Ends our direction, as shutdown(SHUT_WR) does: the client reads to the end of the stream.',
    argument: 'none',
    ofStreams: true,
  },
  {
    name: 'reset',
    usage: '=== reset',
    sentence: 'Resets the connection. Bytes that the client has not read yet may be lost.',
    argument: 'none',
    ofStreams: true,
  },
];

const mostSteps = 10_000;
/** Pieces of one message at most. */
const mostPieces = 10_000;
const longestPause = 3_600_000;

const STEP = /^===(?!=)[ \t]*(?:(\S+)(?:[ \t]+(.*?))?)?[ \t]*$/u;

/** A line that is not a part of a message. `name`: absent for `===` alone, which stands between two messages. */
interface StepLine {
  readonly name: string | undefined;
  readonly argument: string;
}

/** Undefined: the line is a part of a message. */
export function stepLine(line: string): StepLine | undefined {
  const match = STEP.exec(line);
  return match === null ? undefined : { name: match[1], argument: match[2] ?? '' };
}

/** What is wrong with such a line, as a sentence; undefined: nothing. */
export function stepProblem({ name, argument }: StepLine): string | undefined {
  if (name === undefined) return undefined;
  const row = stepRows.find((each) => each.name === name);
  if (row === undefined) {
    const near = nearest(
      name,
      stepRows.map((each) => each.name),
    );
    const hint =
      near === undefined ? `The steps are ${stepRows.map((each) => each.name).join(', ')}` : `Did you mean ${near}`;
    return `"=== ${name}" is not a step of a dialogue. ${hint}${near === undefined ? '.' : '?'} Write \\u003d for a message that begins with "=".`;
  }
  const read = argumentOf(row.argument, argument);
  return read.ok ? undefined : `"=== ${name}" needs ${read.expected}: write ${row.usage}.`;
}

function argumentOf(kind: StepRow['argument'], text: string): Read<unknown> {
  switch (kind) {
    case 'none':
      return text === '' ? { ok: true, value: undefined } : { ok: false, expected: 'nothing after it' };
    case 'text':
      return { ok: true, value: text };
    case 'duration':
      return duration.read(text, { minimum: 0, maximum: longestPause });
    case 'size':
      return /^[1-9]\d{0,7}$/u.test(text)
        ? { ok: true, value: Number(text) }
        : { ok: false, expected: 'a number of bytes from 1 on' };
  }
}

interface DialogueReading {
  /** Whether the server has connections. */
  readonly ofStreams: boolean;
  readonly encoding: string;
  readonly lineEnding: LineEnding;
}

/**
 * The steps of a dialogue: messages with escapes, and lines that begin with `===` between them. Empty lines at the ends
 * of a message are not a part of it. Nothing between two lines of `===` alone is an empty message.
 *
 * Throws WirebenchError `bad-dialogue` with the line in its facts.
 */
export function parseDialogue(text: string, reading: DialogueReading): DialogueStep[] {
  const steps: DialogueStep[] = [];
  const lines = text.split(/\r\n|\n|\r/u);
  let message: string[] = [];
  let separated = false;
  const close = (at: number, isLast: boolean): void => {
    const from = message.findIndex((line) => line.trim() !== '');
    if (from < 0) {
      if (separated && !isLast) steps.push(sent('', at, reading));
    } else {
      const to = message.findLastIndex((line) => line.trim() !== '');
      const first = at - message.length + from;
      steps.push(sent(message.slice(from, to + 1).join('\n'), first, reading));
    }
    message = [];
  };
  lines.forEach((line, index) => {
    const found = stepLine(line);
    if (found === undefined) {
      message.push(line);
      return;
    }
    close(index + 1, false);
    separated = found.name === undefined;
    if (found.name !== undefined) steps.push(stepOf(found, index + 1, reading));
  });
  close(lines.length + 1, true);
  if (steps.length === 0) throw badDialogue(1, 'There is no message and no step');
  if (steps.length > mostSteps) throw badDialogue(lines.length, `There are more than ${mostSteps} steps`);
  checkPieces(steps);
  return steps;
}

function sent(text: string, line: number, reading: DialogueReading): DialogueStep {
  return { kind: 'send', line, bytes: bytesOf(text, line, reading) };
}

function stepOf(found: StepLine, line: number, reading: DialogueReading): DialogueStep {
  const problem = stepProblem(found);
  if (problem !== undefined) throw badDialogue(line, problem.replace(/\.$/u, ''));
  const row = stepRows.find(({ name }) => name === found.name)!;
  if (row.ofStreams && !reading.ofStreams)
    throw badDialogue(line, `"=== ${row.name}" is for a connection, and UDP has none`);
  const read = argumentOf(row.argument, found.argument);
  const value = read.ok ? read.value : undefined;
  switch (row.name) {
    case 'wait': {
      const wanted =
        found.argument === '' ? undefined : bytesOf(found.argument, line, { ...reading, lineEnding: 'none' });
      return { kind: 'wait', line, text: wanted };
    }
    case 'piece':
      return { kind: 'piece', line, size: value as number };
    case 'pause':
    case 'silent':
      return { kind: row.name, line, time: value as number };
    default:
      return { kind: row.name as 'end' | 'reset', line };
  }
}

function bytesOf(text: string, line: number, { encoding, lineEnding }: DialogueReading): Uint8Array {
  try {
    const payload = { kind: 'escapes', text, encoding, lineEnding } as const;
    return encodePayload(payload, { counter: 1, now: () => Date.now(), uuid: randomUUID, randomInt });
  } catch (error) {
    throw badDialogue(line, (error as Error).message.replace(/\.$/u, ''));
  }
}

function checkPieces(steps: readonly DialogueStep[]): void {
  let size: number | undefined;
  for (const step of steps) {
    if (step.kind === 'piece') size = step.size;
    else if (step.kind === 'send' && size !== undefined) {
      const pieces = Math.ceil(step.bytes.length / size);
      if (pieces > mostPieces)
        throw badDialogue(step.line, `The message would go in ${pieces} pieces, and ${mostPieces} are the most`);
      size = undefined;
    }
  }
}

function badDialogue(line: number, why: string): WirebenchError {
  return new WirebenchError({
    code: 'bad-dialogue',
    message: `Line ${line} of the dialogue cannot be read. ${why}.`,
    facts: { line },
  });
}
