import path from 'node:path';
import type { ErrorData } from '../../base/errors.ts';
import type { Under, Watched } from './knownPrograms.ts';
import type { CheckOutcome, RequestOutcome } from './outcome.ts';
import { endSentence, exceptionSentence } from './programSentences.ts';
import { withoutTracebacks } from './traceback.ts';

/** How a request ended: its outcome but for what names it. */
export type Ending = Pick<RequestOutcome, 'state'> & Partial<RequestOutcome>;

/** Words of a command that are a program's text. */
const sourceFile = /\.(?:py|js|mjs|cjs|ts|java|rb|pl|sh)$/;

/** A program as sentences name it: its `@name`, else its file, else its command. The title of its request is no name. */
function called({ name, program }: Watched): string {
  const file = program.words.find((word) => sourceFile.test(word));
  return name ?? (file === undefined ? program.name : path.basename(file));
}

export function failedBy(ended: Watched, ending: Ending): Ending {
  const { fault, error, ...rest } = ending;
  const after = error === undefined || fault === 'file' ? '' : error.message;
  return { ...rest, state: 'failed', error: endOf(ended, after) };
}

export function failedByException(raised: Watched, ending: Ending): Ending {
  const { fault, error, ...rest } = ending;
  const { program } = raised;
  const exception = program.state.exception!;
  raised.toldException = JSON.stringify(exception);
  const { pid, name } = program;
  const facts = {
    program: name,
    pid,
    exception: exception.name,
    ...(exception.line !== undefined && { exceptionLine: exception.line }),
  };
  const message = exceptionSentence(
    called(raised),
    exception,
    error === undefined || fault === 'file' ? '' : error.message,
  );
  return { ...rest, state: 'failed', error: { code: 'program-exception', message, facts } };
}

/** `told`: the request in whose outcome the reason is told. */
export function notChecked(reason: string, told: string | undefined, { label: own }: Under, ending: Ending): Ending {
  const where = told === undefined || told === own || reason.startsWith(told) ? '' : `: see ${told}`;
  const message = `Not checked, because ${reason}${where}.`;
  return { state: 'skipped', error: { code: 'not-checked', message }, ...(ending.result && { result: ending.result }) };
}

export function endOf(watched: Watched, after = ''): ErrorData {
  const { program } = watched;
  const { state } = program;
  const { pid, exitCode, signal, exception } = state;
  return {
    code: 'program-ended',
    message: endSentence(called(watched), state, { after }),
    facts: {
      program: program.name,
      pid,
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
      ...(exception && { exception: exception.name }),
      ...(exception?.line !== undefined && { exceptionLine: exception.line }),
    },
  };
}

/** The traceback is told by the error: the checks on the output of the program do not repeat it. */
export function toldOnce(ending: Ending): Ending {
  const { checks, error } = ending;
  if (checks === undefined || error?.facts?.['exception'] === undefined) return ending;
  return { ...ending, checks: checks.map(withoutRepeating) };
}

function withoutRepeating(check: CheckOutcome): CheckOutcome {
  const { actual, message } = check;
  if (actual === undefined) return check;
  const rest = withoutTracebacks(actual);
  // The sentence has the value in quotes.
  const said = message?.replace(JSON.stringify(actual), () => JSON.stringify(rest));
  return { ...check, actual: rest, ...(said !== undefined && { message: said }) };
}
