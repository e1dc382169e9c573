import * as vscode from 'vscode';
import { WirebenchError } from '../../base/errors.ts';
import type { EndpointSnapshot } from '../../engine/messages.ts';
import type { BehaviourSpec } from '../../endpoints/behaviour.ts';
import type { ServerSpec } from '../../endpoints/spec.ts';
import { addressText, isLoopback, parseAddress } from '../../endpoints/address.ts';
import { act, actWith, type Acting } from '../act.ts';
import type { Call } from '../call.ts';
import { behaviourName } from '../endpoints/itemText.ts';
import { chooseEndpoint } from '../endpoints/target.ts';
import { showProblem } from '../problems.ts';
import { askPick, askText, back, more, type Remark } from '../prompts.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { refusalToStart } from '../trust.ts';
import { messageText } from '../uiText.ts';
import { endpointKinds, kindFields, kindOfSpec, type KindId } from '../../endpoints/table.ts';
import { behavioursFor, offeredKinds, type OfferedBehaviour } from './behaviours.ts';
import { askRequiredOptions, editOptions } from './options.ts';
import { announce } from './whatNext.ts';

/** The user chose this server, and its address. */
const byHand = () => ({ trusted: vscode.workspace.isTrusted, typed: true });

/** The answers so far: no question is repeated, and an error loses no answer. */
interface Draft {
  readonly kind: KindId;
  readonly address: string;
  readonly behaviour?: BehaviourSpec;
}

type Starting = Acting & Pick<Shell, 'context' | 'firstSteps'>;

/** Asks for a server in two steps, its address and its behaviour, and starts it. */
export async function startServer(shell: Starting, kind?: KindId): Promise<EndpointSnapshot | undefined> {
  const chosen = kind ?? (await askKind());
  if (chosen === undefined) return undefined;
  return ask(shell, { kind: chosen, address: rememberedAddress(shell, chosen) });
}

async function askKind(): Promise<KindId | undefined> {
  const placeHolder = 'The kind of server';
  const shown = { title: 'Start Server', placeHolder, matchOnDescription: true };
  return (await vscode.window.showQuickPick(offeredKinds(), shown))?.id;
}

async function ask(shell: Starting, draft: Draft): Promise<EndpointSnapshot | undefined> {
  const title = `Start ${endpointKinds[draft.kind].label} Server`;
  const address = await askText({
    title,
    prompt: 'The address to listen on: a port, or an address and a port. Port 0 is any free port.',
    placeholder: '9000, 127.0.0.1:9000, [::1]:9000, :0',
    value: draft.address,
    step: 1,
    totalSteps: 2,
    check: (text) => checkListenAddress(text, readSettings().defaultHost),
  });
  if (address === undefined) return undefined;
  const next = { ...draft, address: address.text };
  return endpointKinds[draft.kind].behaviours === 'zone'
    ? askZone(shell, next, title)
    : askBehaviour(shell, next, title);
}

/** The zone of a DNS server takes the place of a behaviour. */
async function askZone(shell: Starting, draft: Draft, title: string): Promise<EndpointSnapshot | undefined> {
  const { chooseZone } = await import('../dns/chooseZone.ts');
  const refused = refusalToStart(specOf({ ...draft, behaviour: { name: 'zone' } }), byHand());
  if (refused) throw new WirebenchError(refused);
  const answer = await chooseZone(shell, title);
  if (answer === undefined) return undefined;
  if (answer === back) return ask(shell, draft);
  const behaviour = { name: 'zone', options: { ...draft.behaviour?.options, zone: answer.zone } };
  const chosen = { ...draft, behaviour };
  if (!answer.more) return startDraft(shell, chosen, specOf(chosen));
  const [kind] = await behavioursFor(endpointKinds.dns);
  const spec = await editOptions(specOf(chosen), kind, title);
  if (spec === undefined) return askZone(shell, draft, title);
  return startDraft(shell, { ...chosen, behaviour: spec.behaviour ?? behaviour }, spec);
}

async function askBehaviour(shell: Starting, draft: Draft, title: string): Promise<EndpointSnapshot | undefined> {
  const last = draft.behaviour?.name ?? shell.context.workspaceState.get<string>(behaviourKey(draft.kind)) ?? 'echo';
  const items = (await behavioursFor(endpointKinds[draft.kind])).map((kind) => ({
    label: kind.name,
    description: kind.sentence,
    kindOf: kind,
  }));
  const answer = await askPick({
    title,
    placeholder: 'The answers of the server. The gear has more options.',
    items,
    active: items.find(({ label }) => label === last),
    step: 2,
    totalSteps: 2,
    canGoBack: true,
    hasMore: true,
  });
  if (answer === undefined) return undefined;
  if (answer.next === back) return ask(shell, draft);
  const kind = answer.item?.kindOf;
  if (kind === undefined) return undefined;
  const given = draft.behaviour?.name === kind.name ? draft.behaviour : { name: kind.name };
  // Checked before further questions about a server that would be refused.
  const refused = refusalToStart(specOf({ ...draft, behaviour: given }), byHand());
  if (refused) throw new WirebenchError(refused);
  return answer.next === more
    ? withMoreOptions(shell, { ...draft, behaviour: given }, kind, title)
    : withRequiredOptions(shell, { ...draft, behaviour: given }, kind);
}

async function withRequiredOptions(
  shell: Starting,
  draft: Draft,
  kind: OfferedBehaviour,
): Promise<EndpointSnapshot | undefined> {
  const behaviour = await askRequiredOptions(kind, draft.behaviour ?? { name: kind.name });
  if (behaviour === undefined) return undefined;
  return startDraft(shell, { ...draft, behaviour }, specOf({ ...draft, behaviour }));
}

async function withMoreOptions(
  shell: Starting,
  draft: Draft,
  kind: OfferedBehaviour,
  title: string,
): Promise<EndpointSnapshot | undefined> {
  const spec = await editOptions(specOf(draft), kind, title);
  if (spec === undefined) return askBehaviour(shell, draft, title);
  const behaviour = await askRequiredOptions(kind, spec.behaviour ?? { name: kind.name });
  if (behaviour === undefined) return undefined;
  return startDraft(shell, { ...draft, behaviour }, { ...spec, behaviour });
}

/** Starts the server. After an error the user may change the address; all other answers stay. */
async function startDraft(
  shell: Starting,
  draft: Draft,
  spec: ServerSpec,
  after?: unknown,
): Promise<EndpointSnapshot | undefined> {
  try {
    const started = await act(shell, 'startServer', spec, { typed: true, after });
    await shell.context.workspaceState.update(addressKey(draft.kind), draft.address);
    await shell.context.workspaceState.update(behaviourKey(draft.kind), draft.behaviour?.name);
    void announce(shell, started);
    return started;
  } catch (error) {
    await showProblem(shell, error, {
      retry: () => startDraft(shell, draft, spec, error),
      useAnotherPort: () => useAnotherPort(shell, draft, spec, error),
      changeOptions: async () => {
        const kind = (await behavioursFor(endpointKinds[draft.kind])).find(({ name }) => name === spec.behaviour?.name);
        const edited = await editOptions(spec, kind, `Start ${endpointKinds[draft.kind].label} Server`);
        if (edited) await startDraft(shell, draft, edited, error);
      },
    });
    return undefined;
  }
}

async function useAnotherPort(
  shell: Starting,
  draft: Draft,
  spec: ServerSpec,
  after: unknown,
): Promise<EndpointSnapshot | undefined> {
  const { defaultHost } = readSettings();
  const answer = await askText({
    title: `Start ${endpointKinds[draft.kind].label} Server`,
    prompt: 'Another port, or 0 for any free port.',
    value: draft.address,
    check: (text) => checkListenAddress(text, defaultHost),
  });
  if (answer === undefined) return undefined;
  const parsed = parseAddress(answer.text, { defaultHost, lowestPort: 0 });
  if (!parsed.ok) return undefined;
  return startDraft(
    shell,
    { ...draft, address: answer.text },
    { ...spec, host: parsed.host, port: parsed.port },
    after,
  );
}

function specOf({ kind, address, behaviour }: Draft): ServerSpec {
  const parsed = parseAddress(address, { defaultHost: readSettings().defaultHost, lowestPort: 0 });
  if (!parsed.ok) throw new WirebenchError({ code: 'bad-address', message: parsed.message });
  const { host, port } = parsed;
  return {
    role: 'server',
    ...kindFields(endpointKinds[kind]),
    host,
    port,
    ...(behaviour === undefined ? {} : { behaviour }),
  } as ServerSpec;
}

/** The remark on an address to listen on, shown while it is typed. */
function checkListenAddress(text: string, defaultHost: string): Remark | undefined {
  const parsed = parseAddress(text, { defaultHost, lowestPort: 0 });
  if (!parsed.ok) return { severity: 'error', message: messageText(parsed.message) };
  const where = messageText(addressText(parsed.host, parsed.port));
  if (!isLoopback(parsed.host)) {
    return { severity: 'warning', message: `${where}: other machines may be able to reach this address.` };
  }
  if (parsed.port === 0) return { severity: 'info', message: `Any free port of ${messageText(parsed.host)}.` };
  return parsed.hostGiven ? undefined : { severity: 'info', message: `Listens on ${where}.` };
}

const addressKey = (kind: KindId) => `lastAddress.${kind}`;
const behaviourKey = (kind: KindId) => `lastBehaviour.${kind}`;

function rememberedAddress(shell: Starting, kind: KindId): string {
  return (
    shell.context.workspaceState.get<string>(addressKey(kind)) ??
    addressText(readSettings().defaultHost, endpointKinds[kind].server.port)
  );
}

/** Asks for another behaviour of a server, unless a program named it, and restarts the server with it. */
export async function changeBehaviour(acting: Acting, call: Call): Promise<EndpointSnapshot | undefined> {
  const endpoint = await chooseEndpoint(acting, call, {
    question: 'Change the behaviour of which server?',
    fits: ({ spec }) => spec.role === 'server',
    none: 'There is no server. Start one first.',
  });
  if (endpoint?.spec.role !== 'server') return undefined;
  const behaviour = call.parameters ?? (await chooseBehaviour(endpoint.spec));
  return behaviour && actWith(acting, 'changeBehaviour', { endpoint: endpoint.id, behaviour });
}

async function chooseBehaviour(spec: ServerSpec): Promise<BehaviourSpec | undefined> {
  const endpointKind = kindOfSpec(spec);
  const kinds = await behavioursFor(endpointKind);
  if (endpointKind.behaviours === 'zone') return (await editOptions(spec, kinds[0], 'Start Again'))?.behaviour;
  const items = kinds.map((kind) => ({ label: kind.name, description: kind.sentence, kindOf: kind }));
  const answer = await askPick({
    title: 'Change Behaviour',
    placeholder: 'The answers of the server. It starts again at the same address.',
    items,
    active: items.find(({ label }) => label === behaviourName(spec)),
  });
  const kind = answer?.item?.kindOf;
  return kind === undefined ? undefined : askRequiredOptions(kind, { name: kind.name });
}
