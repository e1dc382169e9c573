import type { BehaviourKind } from '../behaviours/behaviour.ts';
import { faultKinds } from './faults.ts';

/** The clients that may receive a whole zone. */
const transferChoices = ['loopback', 'all', 'none'] as const;

/**
 * The behaviour of a DNS server. It is a row like those of behaviours/table.ts, so that its options are asked in the
 * same way.
 */
export const zoneBehaviour: Omit<BehaviourKind, 'create'> = {
  name: 'zone',
  sentence: 'Answers as the authority for the names of a zone file.',
  transports: ['udp'],
  options: [
    {
      name: 'zone',
      sentence: 'The zone file to answer from. It is read again when you save it.',
      type: 'file',
      required: true,
      several: true,
      example: 'wirebench.test.zone',
    },
    {
      name: 'origin',
      sentence: "The name that completes the zone's relative names; default: the file's $ORIGIN, or its file name.",
      type: 'string',
      example: 'wirebench.test',
    },
    {
      name: 'includes',
      sentence: "The folder whose files $INCLUDE may read, besides those of the zone's own folder.",
      type: 'folder',
      here: true,
      example: '..',
    },
    {
      name: 'fault',
      sentence: `A fault on demand: ${Object.keys(faultKinds).join(', ')}; with a name after it, only for that name and names below it.`,
      type: 'string',
      several: true,
      example: 'delay 2s slow.wirebench.test',
      suggestions: Object.fromEntries(
        Object.entries(faultKinds).map(([kind, sentence]) => [kind === 'delay' ? 'delay 2s' : kind, sentence]),
      ),
    },
    {
      name: 'transfer',
      sentence: 'The clients that may have the whole zone (AXFR): programs on this machine, all, or none.',
      type: 'string',
      choices: transferChoices,
      default: 'loopback',
      example: 'none',
    },
  ],
};

export interface ZoneSettings {
  readonly files: readonly string[];
  readonly origin: string | undefined;
  readonly includes: string | undefined;
  readonly faults: string;
  readonly transfer: (typeof transferChoices)[number];
}

/** The option `zone` with several files, separated by commas or, because a path may contain a comma, by line breaks. */
export function zoneFilesText(files: readonly string[]): string {
  return files.some((file) => file.includes(',')) ? files.map((file) => `${file}\n`).join('') : files.join(', ');
}

/** The files of the option `zone`. */
export function zoneFilesOf(text: string): string[] {
  return text
    .split(text.includes('\n') ? '\n' : ',')
    .map((file) => file.trim())
    .filter((file) => file !== '');
}
