import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer as readBuffer } from 'node:stream/consumers';
import { errorData, WirebenchError, type ErrorData } from '../base/errors.ts';
import type { HttpProgress } from '../net/http/exchange.ts';
import { notUtf8, notUtf8Sentence } from '../protocol/text/notUtf8.ts';
import { parseRequestFile } from '../requests/parse.ts';
import type { PromptQuestion, RequestFile } from '../requests/model.ts';
import type { RequestOutcome } from '../requests/run/outcome.ts';
import type { Runner } from '../requests/run/runner.ts';
import { requestSource } from '../requests/source.ts';
import { environmentFor } from './environment.ts';
import { lineCounter, problemsBeside, type FileReport } from './fileReport.ts';

interface Asked {
  readonly names: readonly string[];
  readonly environment: string | undefined;
  readonly seed: number;
}

interface Means {
  readonly runner: Runner;
  readonly signal: AbortSignal;
  readonly input: NodeJS.ReadableStream;
  readonly ask: ((prompt: PromptQuestion) => Promise<string | null>) | undefined;
  readonly onOutcome: (outcome: RequestOutcome, progress?: HttpProgress) => void;
}

/** Runs one file of the command line. Errors are in the report. */
export async function runFile(file: string, asked: Asked, means: Means): Promise<FileReport> {
  const startedAt = Date.now();
  const wrong = (error: ErrorData): FileReport => ({
    ...{
      file,
      startedAt,
      duration: Date.now() - startedAt,
      exitCode: 2,
      cancelled: false,
      outcomes: [],
      problems: [],
      error,
      lineOf: () => 1,
    },
  });
  try {
    const text = await read(file, means.input);
    const lineOf = lineCounter(text);
    const parsed = parseRequestFile(text);
    const regions = asked.names.length === 0 ? undefined : regionsNamed(parsed, asked.names);
    const source = requestSource([{ id: file, text }], { path: file === '-' ? undefined : path.resolve(file) });
    const variables = await environmentFor(source.folder ?? process.cwd(), asked.environment);
    const summary = await means.runner.run(
      {
        source,
        // Running a file from the command line counts as consent.
        trusted: true,
        ...(regions === undefined ? {} : { regions }),
        variables,
        python: { within: process.cwd() },
      },
      {
        signal: means.signal,
        seed: asked.seed,
        onOutcome: means.onOutcome,
        ...(means.ask === undefined ? {} : { onPrompt: means.ask }),
      },
    );
    if (summary.outcomes.length === 0) {
      const message = 'The file has no request. Write one as METHOD URL, such as GET http://localhost:8080/.';
      return wrong({ code: 'nothing-to-run', message });
    }
    return { file, startedAt, ...summary, problems: problemsBeside(parsed, summary.outcomes), lineOf };
  } catch (error) {
    return wrong(errorData(error));
  }
}

async function read(file: string, input: NodeJS.ReadableStream): Promise<string> {
  if (file === '-') {
    const bytes = await readBuffer(input);
    const wrong = encodingOf(bytes) === 'utf-8' ? notUtf8(bytes) : undefined;
    if (wrong === undefined) return decoded(bytes);
    throw new WirebenchError({ code: 'not-utf-8', message: notUtf8Sentence('Standard input', wrong) });
  }
  try {
    return decoded(await readFile(file));
  } catch (cause) {
    const system = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const why = reasons[system] ?? system;
    throw new WirebenchError(
      { code: 'file-unreadable', message: `The file could not be read: ${why}.`, system },
      { cause },
    );
  }
}

/** As in the editor: the byte order mark selects the encoding and is not part of the text. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  return first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'you may not read it',
};

function regionsNamed({ regions }: RequestFile, names: readonly string[]): number[] {
  return names.map((name) => {
    const found = regions.find((region) => region.name?.value === name || region.title?.value.trim() === name);
    if (found !== undefined) return found.index;
    const known = regions.flatMap((region) => region.name?.value ?? []);
    const there = known.length === 0 ? 'None of its requests has a name.' : `There are: ${known.join(', ')}.`;
    throw new WirebenchError({ code: 'no-such-request', message: `The file has no request named "${name}". ${there}` });
  });
}
