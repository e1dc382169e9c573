import type { NotListeningCause, ProgramEvidence } from '../../requests/run/evidence.ts';
import { onlyLine, type Known, type Facts } from './known.ts';
import { told, type Row } from './row.ts';

/** The system told why the program is not where it is called: the runner has the sentence. */
function absent(cause: NotListeningCause, pattern?: RegExp): Row['signs'] {
  return ({ error, evidence, program, who }: Known): Facts | undefined => {
    const place = pattern === undefined ? {} : onlyLine(program, pattern);
    if (error?.facts?.['cause'] === cause) return { told: error.message, ...place };
    // Its sentence goes on after one about the program.
    if (evidence.absent?.cause === cause)
      return { told: evidence.absent.sentence.replace(/^It /, `${who} `), ...place };
    return undefined;
  };
}

export const absentRows: readonly Row[] = [
  {
    id: 'bound-other-address',
    signs: absent('bound-other-address', /\bbind\(|\.listen\(\s*[^)\s]/),
    sentence: told,
    tellsError: true,
    hint: 'A server that is bound to one address of the machine does not hear calls to another one.',
  },
  {
    id: 'wrong-transport',
    signs: absent('wrong-transport', /\bSOCK_(?:STREAM|DGRAM)\b/),
    sentence: told,
    tellsError: true,
    hint: 'TCP and UDP have ports of their own: a call by one is not heard by a server of the other.',
  },
  {
    id: 'listens-elsewhere',
    signs: absent('listens-elsewhere', /\bbind\(|\.listen\(\s*[^)\s]/),
    sentence: told,
    tellsError: true,
    hint: 'Bind to the port that the step gives. A program that takes its port from the command line finds it in sys.argv[1].',
  },
  {
    id: 'prints-forever',
    signs: ({ program, error, who }) =>
      program !== undefined && error !== undefined && printsOn(program, error.code)
        ? { lines: program.lines, who, ...onlyLine(program, /\bprint\(|\bconsole\.log\(/) }
        : undefined,
    sentence: ({ lines, who }) =>
      `${who} has printed ${lines} lines, and goes on printing: a loop in it never waits and never ends.`,
    tellsError: true,
    hint: "Find the loop that prints. A recv() that gives b'' means that the other side has closed: leave the loop then.",
  },
  {
    id: 'nothing-listens',
    signs: (known) => {
      const { error, evidence } = known;
      const found = absent('nothing-listens')(known);
      if (found !== undefined) return found;
      return error?.code === 'refused' && evidence.absent === undefined && !known.isClient
        ? { told: error.message }
        : undefined;
    },
    sentence: told,
    tellsError: true,
    hint: 'A server needs socket(), bind() to the address of the step and, with TCP, listen(); then it must go on running.',
  },
];

const mostLines = 2000;
/** Of a program that was stopped since it did not get ready: more than anybody prints before that. */
const mostBefore = 20_000;

function printsOn({ running, prints, lines }: ProgramEvidence, code: string): boolean {
  return running ? prints && lines > mostLines : code === 'program-not-ready' && lines > mostBefore;
}
