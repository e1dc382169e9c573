import * as vscode from 'vscode';
import { errorData, type ErrorData, type Remedy } from '../base/errors.ts';
import type { EndpointSnapshot } from '../engine/messages.ts';
import { callCommand } from './callCommand.ts';
import { endProgram } from './endProgram.ts';
import type { Shell } from './shell.ts';
import { messageText } from './uiText.ts';

/** Functions of the failing command that remedies call. A remedy whose function is missing gets no button. */
interface ProblemContext {
  readonly retry?: () => unknown;
  readonly useAnotherPort?: () => unknown;
  readonly editPayload?: () => unknown;
  readonly chooseEncoding?: () => unknown;
  readonly openFile?: () => unknown;
  /** The remedy in place of the settings, if the wrong value was not set there. */
  readonly changeOptions?: () => unknown;
  readonly sendAnyway?: () => unknown;
  readonly sendRaw?: () => unknown;
  /** The endpoint that the error is about. */
  readonly endpoint?: number;
}

/** The means that remedies use. */
type Repairing = Pick<Shell, 'engine' | 'registry'>;

interface Button {
  readonly label: string;
  readonly run: () => unknown;
}

/** Opens the editor's page that explains trust, and grants it. */
export function manageTrust(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.trust.manage');
}

type OfferRemedy = (shell: Repairing, error: ErrorData, context: ProblemContext) => Button | undefined;

const offer = (label: string, run: (() => unknown) | undefined): Button | undefined => run && { label, run };

const remedies = {
  useAnotherPort: (_shell, _error, { useAnotherPort }) => offer('Use Another Port', useAnotherPort),
  stopThatServer: (shell, error, { retry }) => {
    const ours = ownerOfAddress(shell, error);
    const label = 'Stop That Server';
    if (ours !== undefined) {
      return offer(label, async () => {
        await shell.engine.request('endpoint.stop', { endpoint: ours.id });
        await retry?.();
      });
    }
    const { pid, owner } = error.facts ?? {};
    if (typeof pid !== 'number' || pid === process.pid) return undefined;
    return offer(label, async () => {
      if (await endProgram(pid, String(owner))) await retry?.();
    });
  },
  retry: (_shell, _error, { retry }) => offer('Retry', retry),
  start: (shell, _error, { endpoint, retry }) =>
    endpoint === undefined
      ? undefined
      : offer('Start It', async () => {
          await shell.engine.request('endpoint.restart', { endpoint });
          await retry?.();
        }),
  editPayload: (_shell, _error, { editPayload }) => offer('Edit Message', editPayload),
  chooseEncoding: (_shell, _error, { chooseEncoding }) => offer('Choose Encoding', chooseEncoding),
  showTraffic: (_shell, _error, { endpoint }) =>
    offer('Show Traffic', () => callCommand('wirebench.showTraffic', endpoint)),
  openFile: (_shell, error, { openFile }) => {
    const path = error.facts?.['path'] ?? error.facts?.['file'];
    if (openFile) return offer('Open File', openFile);
    return typeof path === 'string'
      ? offer('Open File', () => vscode.window.showTextDocument(vscode.Uri.file(path)))
      : undefined;
  },
  openSettings: (_shell, _error, { changeOptions }) =>
    offer('Change Options…', changeOptions) ??
    offer('Open Settings', () => vscode.commands.executeCommand('workbench.action.openSettings', 'wirebench')),
  sendAnyway: (_shell, _error, { sendAnyway }) => offer('Send Anyway, Once', sendAnyway),
  sendRaw: (_shell, _error, { sendRaw }) => offer('Send as Written', sendRaw),
  trustWorkspace: () => offer('Manage Workspace Trust', manageTrust),
} satisfies Record<Remedy, OfferRemedy>;

/** Reports an error and offers remedies. Resolves when the message is gone; never rejects. */
export async function showProblem(
  shell: Repairing,
  error: unknown,
  context: ProblemContext = {},
  show = vscode.window.showErrorMessage,
): Promise<void> {
  const data = errorData(error);
  if (data.code === 'cancelled') return;
  const buttons = buttonsFor(shell, data, context);
  const chosen = await show(messageText(data.message), ...buttons.map((b) => b.label));
  const button = buttons.find((b) => b.label === chosen);
  if (button === undefined) return;
  try {
    await button.run();
  } catch (next) {
    await showProblem(shell, next, context);
  }
}

function buttonsFor(shell: Repairing, data: ErrorData, context: ProblemContext): Button[] {
  const offered = (data.remedies ?? []).map((remedy) => remedies[remedy](shell, data, context));
  return offered.filter((button) => button !== undefined);
}

/** Our own endpoint at the address that an error is about: we may stop only our own. */
function ownerOfAddress(shell: Repairing, error: ErrorData): EndpointSnapshot | undefined {
  const { owningEndpoint, port, pid } = error.facts ?? {};
  if (typeof owningEndpoint === 'number') return shell.registry.endpoint(owningEndpoint);
  if (typeof pid === 'number' && pid !== process.pid) return undefined;
  return shell.registry.running.find((candidate) => candidate.local?.port === Number(port));
}
