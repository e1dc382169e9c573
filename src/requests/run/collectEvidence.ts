import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BehaviourSpec } from '../../endpoints/behaviour.ts';
import { splitAddress } from '../../endpoints/address.ts';
import { listSockets } from '../../net/sockets/list.ts';
import { askedAddresses, type SocketRow } from '../../net/sockets/row.ts';
import type { Item, Template } from '../model.ts';
import { kindOf } from '../words/table.ts';
import type { Dialled, Evidence, ProgramEvidence, ServedConnection, ServerEvidence } from './evidence.ts';
import type { RequestOutcome } from './outcome.ts';
import type { Program } from './program.ts';
import type { Started } from './started.ts';
import { tracebackHeader } from './traceback.ts';

/** The most of each that is kept: evidence crosses threads. */
const mostOutput = 8 * 1024;
const mostSource = 256 * 1024;
const mostConnections = 20;
const mostRows = 100;

interface Looked {
  readonly item: Item | undefined;
  readonly started: Started;
  /** How outcomes name the request that started a program. */
  labelOf(program: Program): string | undefined;
  fill(template: Template): Promise<string>;
  readonly answeredBefore: (port: number) => number;
}

/** The facts about a request that failed, taken while its programs are still there. Never rejects. */
export async function collectEvidence(
  outcome: Pick<RequestOutcome, 'error' | 'label'>,
  looked: Looked,
): Promise<Evidence> {
  const { item, started } = looked;
  const dialled = await dialledBy(item, (template) => looked.fill(template));
  const programs = started.programs();
  const members = programs.map((program) => ({ program, pids: program.over ? [] : program.members }));
  const all = members.flatMap(({ pids }) => pids);
  const printed = programs.map(({ state }) => state.lines);
  const rows = await listSockets({ first: all }).catch(() => []);
  return {
    dialled,
    programs: await Promise.all(
      members.map(({ program, pids }, i) =>
        programEvidence(program, {
          label: looked.labelOf(program) ?? outcome.label,
          sockets: rowsOf(rows, pids),
          prints: program.state.lines > printed[i]!,
        }),
      ),
    ),
    servers: started.servers().map(serverEvidence),
    sockets: rows.filter(({ local }) => dialled.some(({ port }) => port === local.port)).slice(0, mostRows),
    ...(await absence(outcome, dialled, programs)),
    answeredBefore: Math.max(0, ...dialled.map(({ port }) => looked.answeredBefore(port))),
  };
}

function rowsOf(rows: readonly SocketRow[], pids: readonly number[]): readonly SocketRow[] {
  return rows.filter(({ pid }) => pid !== undefined && pids.includes(pid)).slice(0, mostRows);
}

/** The addresses in the request line. */
export async function dialledBy(
  item: Item | undefined,
  fill: (template: Template) => Promise<string>,
): Promise<Dialled[]> {
  if (item === undefined) return [];
  const targets = kindOf(item.kind).targets?.(item) ?? [];
  const texts = await Promise.all(targets.map((target) => fill(target).catch(() => target.text)));
  return texts.flatMap((text) => {
    const [, scheme = item.kind, rest = ''] = /^(?:(\w+):\/\/)?([^/?#\s]*)/.exec(text) ?? [];
    const address = splitAddress(rest);
    return address === undefined ? [] : [{ transport: scheme.startsWith('udp') ? 'udp' : 'tcp', ...address } as const];
  });
}

async function programEvidence(
  program: Program,
  known: Pick<ProgramEvidence, 'label' | 'sockets' | 'prints'>,
): Promise<ProgramEvidence> {
  const { screen, output, since, pid, lines, running, asks, awaits, exception, exitCode, signal } = program.state;
  const source = await sourceOf(program);
  return {
    ...{ pid, lines, running, asks },
    ...(awaits !== undefined && { awaits }),
    ...(exception && { exception }),
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
    ...{ ...known, command: program.name, output: (screen ?? output).slice(-mostOutput) },
    raisedNow: exception !== undefined && since.includes(tracebackHeader),
    ...(source && { source }),
  };
}

const sourceFile = /\.(?:py|js|mjs|cjs|java)$/;

/** The file that its command names. */
async function sourceOf({ words, folder }: Program): Promise<ProgramEvidence['source']> {
  const name = words.find((word) => sourceFile.test(word));
  if (name === undefined) return undefined;
  const file = path.resolve(folder, name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined || text.length > mostSource ? undefined : { file, text };
}

function serverEvidence({ endpoint, log }: ReturnType<Started['servers']>[number]): ServerEvidence {
  const { name, spec, local } = endpoint;
  const connections = (log?.seen().data['connections'] ?? []) as readonly ServedConnection[];
  return {
    name,
    transport: spec.transport === 'udp' ? 'udp' : 'tcp',
    http: 'application' in spec && spec.application === 'http',
    ...('behaviour' in spec && saidBy(spec.behaviour)),
    ...('framing' in spec && { framing: spec.framing.kind }),
    host: local?.host ?? spec.host,
    port: local?.port ?? spec.port,
    connections: connections.slice(0, mostConnections),
  };
}

/** The words that a server of the run has to say by itself. */
function saidBy({ options }: BehaviourSpec): Pick<ServerEvidence, 'says'> {
  const script = options?.['dialogue'];
  return typeof script === 'string' ? { says: script.slice(0, mostOutput) } : {};
}

/** Of a call that was refused: why the program that runs does not take it. */
async function absence(
  { error }: Pick<RequestOutcome, 'error'>,
  [dialled]: readonly Dialled[],
  programs: readonly Program[],
): Promise<Pick<Evidence, 'absent'>> {
  if (error?.system !== 'ECONNREFUSED' || dialled === undefined) return {};
  const program = programs.find(({ over }) => !over);
  if (program === undefined) return {};
  const { notListening } = await import('../words/run/notListening.ts');
  const absent = await notListening({ ...dialled, addresses: askedAddresses(dialled.host) }, program);
  return absent === undefined ? {} : { absent };
}
