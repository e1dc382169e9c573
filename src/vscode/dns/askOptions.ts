import * as vscode from 'vscode';
import { integer, problemOf } from '../../endpoints/value.ts';
import type { DnsQuerySpec } from '../../net/dns/exchange.ts';
import { askText } from '../prompts.ts';
import { messageText } from '../uiText.ts';

interface Choice {
  readonly label: string;
  readonly description: string;
  /** The option that it sets; the user is asked for an EDNS size. */
  readonly spec: Partial<DnsQuerySpec> | 'size';
}

const choices: readonly Choice[] = [
  { label: 'TCP', description: 'Ask over TCP at once, if only an address is given', spec: { transport: 'tcp' } },
  { label: 'No recursion', description: 'RD off: only the server’s own data', spec: { recursion: false } },
  { label: 'DNSSEC', description: 'DO on: ask for signatures', spec: { dnssec: true } },
  {
    label: 'Checking disabled',
    description: 'CD on: accept data with wrong signatures',
    spec: { checkingDisabled: true },
  },
  {
    label: 'Authentic data',
    description: 'AD on: ask whether the server checked the signatures',
    spec: { authenticData: true },
  },
  { label: 'No EDNS', description: 'As before 1999: 512 bytes over UDP', spec: { edns: false } },
  { label: 'EDNS size…', description: 'A size other than 1232 bytes over UDP: 512 to 65535', spec: 'size' },
  {
    label: 'Keep truncated',
    description: 'Show a truncated answer, and do not ask again over TCP',
    spec: { keepTruncated: true },
  },
  { label: 'Name as it is', description: 'Do not send letters in random case (0x20)', spec: { caseRandom: false } },
  { label: 'Search list', description: 'Try the suffixes of this machine for a short name', spec: { search: true } },
  {
    label: 'Any certificate',
    description: 'For TLS and HTTPS: do not verify the certificate',
    spec: { verify: false },
  },
];

export async function askOptions(
  title: string,
  current: Partial<DnsQuerySpec>,
): Promise<Partial<DnsQuerySpec> | undefined> {
  const size = typeof current.edns === 'number' ? current.edns : undefined;
  const isSet = (spec: Choice['spec']) =>
    spec === 'size'
      ? size !== undefined
      : Object.entries(spec).every(([key, value]) => current[key as keyof DnsQuerySpec] === value);
  const chosen = await vscode.window.showQuickPick(
    choices.map((choice) => ({
      ...choice,
      ...(choice.spec === 'size' && size !== undefined && { description: `${size} bytes over UDP` }),
      picked: isSet(choice.spec),
    })),
    { title, placeHolder: 'How to ask', canPickMany: true, ignoreFocusOut: true, matchOnDescription: true },
  );
  if (chosen === undefined) return undefined;
  let options: Partial<DnsQuerySpec> = {};
  for (const { spec } of chosen) {
    if (spec !== 'size') options = { ...options, ...spec };
    else {
      // If the user leaves the question, the size and the other choices stay.
      const edns = (await askSize(title, size)) ?? size;
      if (edns !== undefined) options = { ...options, edns };
    }
  }
  return options;
}

const largeSize = 4096;
const sizes = { minimum: 512, maximum: 65_535 };

async function askSize(title: string, current: number | undefined): Promise<number | undefined> {
  const answer = await askText({
    title,
    prompt: `The largest answer over UDP, in bytes, as announced in EDNS: ${sizes.minimum} to ${sizes.maximum}.`,
    placeholder: String(largeSize),
    value: String(current ?? largeSize),
    check: (text) => {
      const problem = problemOf(text, integer.read(text, sizes));
      return problem === undefined ? undefined : { severity: 'error', message: messageText(problem) };
    },
  });
  const read = answer && integer.read(answer.text, sizes);
  return read?.ok === true ? read.value : undefined;
}
