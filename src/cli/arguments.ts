import { parseArgs } from 'node:util';
import { WirebenchError } from '../base/errors.ts';

/** The parsed command line. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly files: readonly string[];
      readonly names: readonly string[];
      readonly environment: string | undefined;
      readonly junit: string | undefined;
      readonly json: boolean;
      readonly verbose: boolean;
      readonly seed: number | undefined;
    };

export const help = `Usage: wirebench run FILE... [options]
       wirebench check LAB... [options]    labs; wirebench check --help shows the options

Runs request files (.http): every request in order, with its checks. FILE may be - for standard input.
Servers and programs that a file starts are stopped when its run ends. A file you run is trusted: its RUN lines are executed.

Options:
  -n, --name NAME    only the request with this name (# @name) and those it needs; may be repeated
  -e, --env NAME     the environment of http-client.env.json and http-client.private.env.json, which are looked for
                     in the file's folder and those above it, up to the current one
      --seed N       draws the random values of an earlier run again: the outcome of that run tells its seed
      --junit FILE   write a JUnit XML report
      --json         write the outcome as JSON to standard output
  -v, --verbose      show requests, answers and what programs print
  -h, --help         this text
      --version      the version

Progress goes to standard error, the outcome to standard output. Colours are off without a terminal, and with NO_COLOR.

Exit status:
  0  every request succeeded and every check holds
  1  a check does not hold, or a prompt was not answered
  2  the file is wrong: it cannot be read, has an error, or names something that does not exist
  3  the network failed: refused, timed out, not found, ...
  129, 130, 143  ended by SIGHUP (the terminal was closed), Ctrl+C (SIGINT) or SIGTERM; every server and program was
     stopped before. A second signal ends it at once.
If several apply, 2 goes before 3, and 3 before 1.
`;

/** Throws WirebenchError `usage`. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [word, ...files] = positionals;
  if (word === undefined || word === 'help') return { kind: 'help' };
  if (word !== 'run') throw usage(`Unknown command "${word}". The commands are: run, check.`);
  if (files.length === 0) throw usage('run needs a file: wirebench run FILE...');
  return {
    kind: 'run',
    files,
    names: values.name ?? [],
    environment: values.env,
    junit: values.junit,
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    seed: values.seed === undefined ? undefined : seedFrom(values.seed),
  };
}

/** Throws WirebenchError `usage`. */
export function seedFrom(text: string): number {
  const seed = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(seed)) return seed;
  throw usage(`"${text}" is not a valid seed: write a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string', short: 'n', multiple: true },
        env: { type: 'string', short: 'e' },
        junit: { type: 'string' },
        json: { type: 'boolean' },
        seed: { type: 'string' },
        verbose: { type: 'boolean', short: 'v' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

export function usage(message: string): WirebenchError {
  return new WirebenchError({ code: 'usage', message: `${message}\nwirebench --help shows the usage.` });
}
