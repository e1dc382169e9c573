import type { NotListeningCause } from '../../requests/run/evidence.ts';
import type { Known } from './known.ts';
import { told, type Facts, type Row } from './row.ts';

/** The system told why the program is not where it is called: the runner has the sentence. */
function absent(cause: NotListeningCause): Row['signs'] {
  return ({ error, evidence }: Known): Facts | undefined => {
    if (error?.facts?.['cause'] === cause) return { told: error.message };
    if (evidence.absent?.cause === cause) return { told: evidence.absent.sentence };
    return undefined;
  };
}

export const absentRows: readonly Row[] = [
  {
    id: 'bound-other-address',
    signs: absent('bound-other-address'),
    sentence: told,
    hint: 'A server that is bound to one address of the machine does not hear calls to another one.',
  },
  {
    id: 'wrong-transport',
    signs: absent('wrong-transport'),
    sentence: told,
    hint: 'TCP and UDP have ports of their own: a call by one is not heard by a server of the other.',
  },
  {
    id: 'listens-elsewhere',
    signs: absent('listens-elsewhere'),
    sentence: told,
    hint: 'Bind to the port that the step gives. A program that takes its port from the command line finds it in sys.argv[1].',
  },
  {
    id: 'prints-forever',
    signs: ({ program, error }) =>
      program !== undefined && program.running && program.lines > mostLines && error !== undefined
        ? { lines: program.lines, label: program.label }
        : program !== undefined && program.lines > mostLines && error?.code === 'program-not-ready'
          ? { lines: program.lines, label: program.label }
          : undefined,
    sentence: ({ lines, label }) =>
      `${label} has printed ${lines} lines, and goes on printing: a loop in it never waits and never ends.`,
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
    hint: 'A server needs socket(), bind() to the address of the step and, with TCP, listen(); then it must go on running.',
  },
];

const mostLines = 2000;
