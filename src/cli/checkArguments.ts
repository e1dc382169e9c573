import path from 'node:path';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { seedFrom, usage } from './arguments.ts';

export interface CheckCommand {
  readonly labs: readonly string[];
  /** Folders of students, as written; the shell has expanded its patterns. Empty: the folder of each lab. */
  readonly folders: readonly string[];
  readonly jobs: number;
  readonly seed: number | undefined;
  /** Milliseconds for one lab of one student. */
  readonly limit: number;
  readonly junit: string | undefined;
  /** The form of standard output. */
  readonly output: CheckOutput;
  /** Hidden steps are told as all others. */
  readonly showHidden: boolean;
  /** Students' programs are not graded: the labs are proved by their solutions, starters and faulty programs. */
  readonly self: boolean;
  /** How often solution and starter run, to find what changes between runs. */
  readonly flaky: number | undefined;
  /** A step that failed is not tried again. */
  readonly once: boolean;
  /** Names of more variables of the environment that programs get (programEnvironment.ts). */
  readonly pass: readonly string[];
}

/** `whole`: as JSON, for the process that started this one (checkWorker.ts). */
export type CheckOutput = (typeof outputs)[number] | 'text';
const outputs = ['json', 'csv', 'gradescope', 'classroom', 'whole'] as const;

export const checkHelp = `Usage: wirebench check LAB... [options]

Runs labs (.lab.md): the checks of each step drive the student's program, and give points. LAB may be a folder with labs in it.
The programs run in a copy of their folder. A lab you check is trusted: its RUN lines are executed.

Options:
      --each FOLDER...  the folders of students, as in --each students/*
      --jobs N          how many students are checked at the same time; by default, the number of processors
      --limit SECONDS   the time for one lab of one student (default 120)
      --seed N          draws the random values of an earlier check again
      --once            does not try a step again that failed
      --pass NAME       a variable of the environment that programs get besides PATH, HOME, LANG and the like; may be repeated
      --show-hidden     tells hidden steps as all others: for the teacher
      --self            proves the labs: the solution gets all points, the starter fails with its message, and each file of faulty/
                        gets the diagnosis that its first comment names
      --flaky N         runs solution and starter N times, and tells the steps and checks that changed between runs, with the seeds
      --junit FILE      write a JUnit XML report
      --json            write the report as JSON to standard output
      --csv             write a row for each student
      --gradescope      write results.json of Gradescope
      --classroom       write the result for the reporter of GitHub Classroom (JSON)
  -h, --help            this text

Exit status:
  0  every step passed; with --self, all is proved; with --flaky, all runs are alike
  1  a step did not pass; with --self, something is not proved; with --flaky, runs differ
  2  a lab or a folder cannot be read, or is wrong
`;

/** Undefined: help is wanted. Throws WirebenchError `usage`. */
export function parseCheck(args: readonly string[]): CheckCommand | undefined {
  const { values, tokens } = parsed(args);
  if (values.help) return undefined;
  const labs: string[] = [];
  const folders: string[] = [];
  let into = labs;
  for (const token of tokens) {
    if (token.kind === 'option') into = token.name === 'each' ? folders : labs;
    if (token.kind === 'positional') into.push(token.value);
    if (token.kind === 'option' && token.name === 'each') folders.push(token.value);
  }
  if (labs.length === 0) throw usage('check needs a lab: wirebench check LAB..., before --each.');
  const forms = outputs.filter((name) => values[name]);
  if (forms.length > 1) throw usage(`Standard output has one form: --${forms.join(' or --')}.`);
  const output = forms[0] ?? 'text';
  for (const [one, other, why] of contradictions)
    if (values[one] !== undefined && values[other] !== undefined)
      throw usage(`--${one} and --${other} contradict each other: ${why}.`);
  if ((output === 'gradescope' || output === 'classroom') && folders.length > 1)
    throw usage(`--${output} is about one student: name one folder.`);
  return {
    ...{ labs, folders: folders.map((folder) => path.normalize(folder)), output, junit: values.junit },
    ...{ showHidden: values['show-hidden'] ?? false, self: values.self ?? false },
    ...{ once: values.once ?? false, pass: values.pass ?? [], flaky: numberOf('flaky', values.flaky, 1000) },
    jobs: numberOf('jobs', values.jobs, 64) ?? availableParallelism(),
    limit: (numberOf('limit', values.limit, 86_400) ?? 120) * 1000,
    seed: values.seed === undefined ? undefined : seedFrom(values.seed),
  };
}

type Option = keyof ReturnType<typeof parsed>['values'];

/** Pairs of options that cannot both be meant. */
const contradictions: readonly (readonly [Option, Option, why: string])[] = [
  ...(['csv', 'gradescope', 'classroom'] as const).map(
    (form) => ['self', form, 'no student is graded, so write --json or --junit FILE'] as const,
  ),
  ...(['csv', 'gradescope', 'classroom', 'junit'] as const).map(
    (form) => ['flaky', form, 'no student is graded, so write --json'] as const,
  ),
  ['flaky', 'self', 'one of them at a time'],
  ['flaky', 'each', 'the solution and the starter of the labs run'],
  ['flaky', 'show-hidden', 'hidden steps are told as all others'],
  ['self', 'each', 'the labs are proved by their own solutions and faulty programs'],
  ['self', 'show-hidden', 'hidden steps are proved as all others'],
  ...(['gradescope', 'classroom'] as const).map(
    (form) => [form, 'show-hidden', 'the student reads this report'] as const,
  ),
];

function numberOf(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw usage(`"${text}" is not a valid number for --${name}: write a whole number from 1 to ${most}.`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      tokens: true,
      options: {
        each: { type: 'string', multiple: true },
        jobs: { type: 'string' },
        limit: { type: 'string' },
        seed: { type: 'string' },
        junit: { type: 'string' },
        json: { type: 'boolean' },
        csv: { type: 'boolean' },
        gradescope: { type: 'boolean' },
        classroom: { type: 'boolean' },
        whole: { type: 'boolean' },
        'show-hidden': { type: 'boolean' },
        self: { type: 'boolean' },
        flaky: { type: 'string' },
        once: { type: 'boolean' },
        pass: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}
