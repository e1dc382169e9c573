import type { EndpointKind } from '../../endpoints/kind.ts';
import { endpointKinds, startCommand, type ClientCommand, type StartCommand } from '../../endpoints/table.ts';
import {
  asCopy,
  inRequestFile,
  labRows,
  onEvent,
  onFocusedRow,
  onLabRow,
  onLabs,
  onRow,
  onSelection,
  onTree,
  ourRequests,
  requestEditor,
  rows,
  type Key,
  type Place,
} from './places.ts';

/** A command in the form of package.json. `commands.ts` in the folder above has the handlers. */
export interface CommandRow {
  readonly title: string;
  /** A codicon. */
  readonly icon?: string;
  /** The condition under which the command palette lists it. Default: always. */
  readonly palette?: false | string;
  readonly menus?: readonly Place[];
  readonly keys?: readonly Key[];
}

const inComposer = 'inQuickInput && wirebench.composing';
const inMessage = 'resource in wirebench.messages';

const fixed = {
  'wirebench.startServer': { title: 'Start Server…', icon: 'play', menus: [onTree('navigation@1')] },
  'wirebench.startSavedServer': {
    title: 'Start Saved Server…',
    icon: 'play',
    menus: [onTree('1_start@99'), onRow(rows.saved, 'inline@1'), onRow(rows.saved, '1_saved@1')],
  },
  'wirebench.saveServer': { title: 'Save Server…', icon: 'save', menus: [onRow(rows.server, '4_change@2')] },
  'wirebench.forgetSavedServer': {
    title: 'Forget Saved Server…',
    icon: 'trash',
    menus: [onRow(rows.anySaved, '2_saved@1')],
  },
  'wirebench.editSavedServers': {
    title: 'Edit Saved Servers',
    icon: 'gear',
    menus: [onTree('4_tidy@2'), onRow(rows.anySaved, '1_saved@2')],
  },
  'wirebench.stop': {
    title: 'Stop',
    icon: 'debug-stop',
    menus: [onRow(rows.active, 'inline@3'), onRow(rows.active, '5_run@2')],
    keys: [onSelection('shift+f5')],
  },
  'wirebench.stopAll': {
    title: 'Stop All',
    icon: 'stop-circle',
    menus: [onTree('navigation@3', 'wirebench.anyRunning')],
  },
  'wirebench.restart': {
    title: 'Start Again',
    icon: 'debug-restart',
    menus: [onRow(rows.over, 'inline@1'), onRow(rows.endpoint, '5_run@1')],
    keys: [onSelection('f5')],
  },
  'wirebench.remove': {
    title: 'Remove',
    icon: 'trash',
    menus: [onRow(rows.over, 'inline@3'), onRow(rows.endpoint, '5_run@3')],
  },
  'wirebench.removeStopped': { title: 'Remove Stopped Endpoints', icon: 'clear-all', menus: [onTree('4_tidy@1')] },
  'wirebench.changeBehaviour': { title: 'Change Behaviour…', icon: 'edit', menus: [onRow(rows.server, '4_change@1')] },
  'wirebench.send': {
    title: 'Send Message…',
    icon: 'send',
    menus: [
      onRow(rows.sender, 'inline@1'),
      onRow(rows.connection, 'inline@1'),
      onRow(rows.sender, '1_send@1'),
      onRow(rows.connection, '1_send@1'),
    ],
    keys: [onSelection('ctrl+enter', 'cmd+enter')],
  },
  'wirebench.sendToAll': { title: 'Send to All…', icon: 'send', menus: [onRow(rows.rawServer, '1_send@2')] },
  'wirebench.sendToAddress': { title: 'Send to Address…', icon: 'send', menus: [onRow(rows.datagrams, '1_send@3')] },
  'wirebench.sendAgain': { title: 'Send Again', icon: 'history' },
  'wirebench.stopRepeating': { title: 'Stop Repeating', icon: 'circle-slash' },
  'wirebench.clearMessageHistory': { title: 'Clear Message History', icon: 'clear-all' },
  'wirebench.previousMessage': {
    title: 'Previous Message',
    icon: 'arrow-up',
    palette: false,
    keys: [{ key: 'up', when: inComposer }],
  },
  'wirebench.nextMessage': {
    title: 'Next Message',
    icon: 'arrow-down',
    palette: false,
    keys: [{ key: 'down', when: inComposer }],
  },
  'wirebench.composeInEditor': {
    title: 'Compose in Editor…',
    icon: 'edit',
    menus: [onRow(rows.sender, '1_send@4'), onRow(rows.connection, '1_send@4')],
  },
  'wirebench.sendEditor': {
    title: 'Send Editor Content…',
    icon: 'send',
    menus: [{ menu: 'editor/title', when: inMessage, group: 'navigation' }],
    keys: [{ key: 'ctrl+enter', mac: 'cmd+enter', when: `editorTextFocus && ${inMessage}` }],
  },
  'wirebench.closeConnection': {
    title: 'Close Connection',
    icon: 'close',
    menus: [onRow(rows.openStream, 'inline@2'), onRow(rows.stream, '6_close@2')],
  },
  'wirebench.resetConnection': {
    title: 'Reset Connection',
    icon: 'zap',
    menus: [onRow(rows.streamClient, '6_close@2'), onRow(rows.stream, '6_close@3')],
  },
  'wirebench.endConnection': {
    title: 'End (Half-close)',
    icon: 'arrow-left',
    menus: [onRow(rows.streamClient, '6_close@1'), onRow(rows.openStream, '6_close@1')],
  },
  'wirebench.copyAddress': {
    title: 'Copy Address',
    icon: 'copy',
    menus: [onRow(rows.endpoint, '3_copy@1'), onRow(rows.connection, '3_copy@1')],
    keys: [onSelection('ctrl+c', 'cmd+c')],
  },
  'wirebench.openInBrowser': {
    title: 'Open in Browser',
    icon: 'globe',
    menus: [onRow(rows.httpServer, 'inline@1'), onRow(rows.httpServer, '3_copy@9')],
  },
  'wirebench.copyPython': { title: 'Copy as Python', icon: 'copy', menus: [onRow(rows.endpoint, '3_copy@2')] },
  'wirebench.connectTerminal': {
    title: 'Connect Terminal…',
    icon: 'terminal',
    menus: [onTree('2_connect@4'), onRow(rows.client, '1_send@5'), onRow(rows.connection, '1_send@5')],
  },
  'wirebench.showTraffic': {
    title: 'Show Traffic',
    icon: 'list-flat',
    menus: [
      onTree('3_show@1'),
      onRow(rows.endpoint, 'inline@2'),
      onRow(rows.endpoint, '2_show@1'),
      onRow(rows.connection, '2_show@1'),
    ],
  },
  'wirebench.clearTraffic': { title: 'Clear Traffic', icon: 'clear-all' },
  'wirebench.saveTraffic': { title: 'Save Traffic As…', icon: 'save-as' },
  'wirebench.filterTraffic': { title: 'Filter Traffic', icon: 'filter' },
  'wirebench.pauseTraffic': { title: 'Pause or Resume Traffic View', icon: 'debug-pause' },
  'wirebench.followTraffic': { title: 'Follow Newest Traffic', icon: 'fold-down' },
  'wirebench.showBytes': { title: 'Show Bytes of Selected Event' },
  'wirebench.openTrafficInEditor': { title: 'Open Traffic in Editor', icon: 'go-to-file' },
  'wirebench.onlyThisEndpoint': { title: 'Show Only This Endpoint', icon: 'filter', menus: [onEvent('1_filter@1')] },
  'wirebench.onlyThisPeer': {
    title: 'Show Only This Peer',
    icon: 'filter',
    menus: [onEvent('1_filter@2', 'eventHasPeer')],
  },
  'wirebench.notThisEndpoint': { title: 'Hide This Endpoint', icon: 'eye-closed', menus: [onEvent('1_filter@3')] },
  'wirebench.notThisPeer': {
    title: 'Hide This Peer',
    icon: 'eye-closed',
    menus: [onEvent('1_filter@4', 'eventHasPeer')],
  },
  'wirebench.copyEventText': { title: 'Copy Event as Text', icon: 'copy', menus: [asCopy('1_copy@1')] },
  'wirebench.copyEventHex': { title: 'Copy Event as Hex', icon: 'copy', menus: [asCopy('1_copy@2')] },
  'wirebench.copyEventPython': { title: 'Copy Event as Python Bytes', icon: 'copy', menus: [asCopy('1_copy@3')] },
  'wirebench.copyEventJson': { title: 'Copy Event as JSON String', icon: 'copy', menus: [asCopy('1_copy@4')] },
  'wirebench.copyEventAs': { title: 'Copy Event as…', icon: 'copy', menus: [asCopy('2_other@1')] },
  'wirebench.sendEventAgain': { title: 'Send Event Again', icon: 'send', menus: [onEvent('3_send@1', 'eventWasSent')] },
  'wirebench.showEventEndpoint': { title: 'Show Event in Endpoints', icon: 'list-tree', menus: [onEvent('4_show@1')] },
  'wirebench.showEndpoint': { title: 'Show in Endpoints', icon: 'list-tree' },
  'wirebench.showMore': { title: 'Show More Connections', icon: 'ellipsis', palette: false },
  'wirebench.connectToServer': { title: 'Connect', icon: 'plug', menus: [onRow(rows.rawServer, '1_send@0')] },
  'wirebench.sendGetTo': { title: 'Send GET', icon: 'send', menus: [onRow(rows.httpServer, '1_send@0')] },
  'wirebench.showActions': { title: 'Show Running Endpoints', icon: 'broadcast' },
  'wirebench.activateSelected': { title: 'Open Selected Endpoint', palette: false, keys: [onFocusedRow('enter')] },
  'wirebench.deleteSelected': {
    title: 'Close Selected Endpoint',
    palette: false,
    keys: [onFocusedRow('delete', 'cmd+backspace')],
  },
  'wirebench.sendRequest': {
    title: 'Send Request',
    icon: 'play',
    palette: requestEditor,
    menus: [inRequestFile('1_wirebench@1')],
    keys: [{ key: 'ctrl+alt+r', mac: 'cmd+alt+r', when: ourRequests(`editorTextFocus && ${requestEditor}`) }],
  },
  'wirebench.runAllRequests': {
    title: 'Run All Requests',
    icon: 'run-all',
    palette: requestEditor,
    menus: [
      { menu: 'editor/title', when: ourRequests('resourceLangId == http'), group: 'navigation@1' },
      inRequestFile('1_wirebench@2'),
    ],
  },
  'wirebench.cancelRequests': {
    title: 'Cancel Requests',
    icon: 'debug-stop',
    keys: [{ key: 'ctrl+alt+k', mac: 'cmd+alt+k', when: ourRequests(`editorTextFocus && ${requestEditor}`) }],
  },
  'wirebench.endRequestSession': {
    title: 'Stop Servers and Programs of This File',
    icon: 'stop-circle',
    palette: requestEditor,
  },
  'wirebench.sendHttpGet': { title: 'Send HTTP GET…', icon: 'send' },
  'wirebench.sendHttpPost': { title: 'Send HTTP POST…', icon: 'send' },
  'wirebench.showResponse': { title: 'Show Response', icon: 'output' },
  'wirebench.saveResponseBody': { title: 'Save Response Body…', icon: 'save' },
  'wirebench.compareResponse': { title: 'Compare with Previous Response', icon: 'diff' },
  'wirebench.copyRequestAs': { title: 'Copy Request as…', icon: 'copy' },
  'wirebench.showCookies': { title: 'Show Cookies', icon: 'list-unordered' },
  'wirebench.clearCookies': { title: 'Clear Cookies', icon: 'clear-all' },
  'wirebench.selectEnvironment': {
    title: 'Select Environment…',
    icon: 'server-environment',
    menus: [inRequestFile('1_wirebench@3')],
  },
  'wirebench.newRequestFile': {
    title: 'New Request File',
    icon: 'new-file',
    menus: [{ menu: 'file/newFile', group: 'file@9' }],
  },
  'wirebench.debugLabCell': {
    title: 'Debug Cell of Lab',
    icon: 'debug-alt',
    palette: `notebookType == 'wirebench.lab'`,
    menus: [
      {
        menu: 'notebook/cell/title',
        when: `notebookType == 'wirebench.lab' && notebookCellType == 'code'`,
        group: 'inline/cell@0',
      },
    ],
  },
  'wirebench.restartLab': {
    title: 'Restart Lab',
    icon: 'debug-restart',
    palette: `notebookType == 'wirebench.lab'`,
    menus: [{ menu: 'notebook/toolbar', when: `notebookType == 'wirebench.lab'`, group: 'navigation/execute@9' }],
  },
  'wirebench.resolveDns': {
    title: 'Resolve DNS Record…',
    icon: 'search',
    menus: [onTree('2_names@1'), onRow(rows.dnsServer, 'inline@1'), onRow(rows.dnsServer, '1_send@1')],
  },
  'wirebench.reverseLookUp': { title: 'Reverse Look-up…', icon: 'search', menus: [onTree('2_names@2')] },
  'wirebench.lookUpName': {
    title: 'Look Up Host, Address, Service or Port…',
    icon: 'search',
    menus: [onTree('2_names@3')],
  },
  'wirebench.traceDns': { title: 'Trace DNS Name…', icon: 'type-hierarchy', menus: [onTree('2_names@4')] },
  'wirebench.showNames': { title: 'Show Names', icon: 'book' },
  'wirebench.copyDig': { title: 'Copy dig Command', icon: 'copy', menus: [onRow(rows.dnsServer, '3_copy@3')] },
  'wirebench.newCourse': {
    title: 'New Course…',
    icon: 'mortar-board',
    menus: [onLabs('navigation@1'), { menu: 'file/newFile', group: 'notebook@8' }],
  },
  'wirebench.newLab': {
    title: 'New Lab…',
    icon: 'new-file',
    menus: [onLabs('navigation@2'), { menu: 'file/newFile', group: 'notebook@9' }],
  },
  'wirebench.openLab': {
    title: 'Open Lab',
    icon: 'go-to-file',
    menus: [onLabRow(labRows.anyLab, '1_open@1'), onLabRow(labRows.step, '1_open@1')],
  },
  'wirebench.openLabAsText': {
    title: 'Open Lab as Text',
    icon: 'file-code',
    menus: [onLabRow(labRows.anyLab, '1_open@2')],
  },
  'wirebench.checkLab': {
    title: 'Check Lab',
    icon: 'play',
    menus: [
      onLabRow(labRows.course, 'inline@1'),
      onLabRow(labRows.lab, 'inline@1'),
      onLabRow(labRows.step, 'inline@2'),
      onLabRow(labRows.course, '2_check@1'),
      onLabRow(labRows.lab, '2_check@1'),
      onLabRow(labRows.step, '2_check@1'),
    ],
  },
  'wirebench.stopLabCheck': { title: 'Stop Check', icon: 'debug-stop', menus: [onLabRow(labRows.running, 'inline@1')] },
  'wirebench.showLabHint': {
    title: 'Show Hint',
    icon: 'lightbulb',
    menus: [
      onLabRow(labRows.failed, 'inline@1'),
      onLabRow(labRows.lab, '3_help@1'),
      onLabRow(labRows.step, '3_help@1'),
    ],
  },
  'wirebench.showLabSolution': {
    title: 'Show Solution…',
    icon: 'key',
    menus: [onLabRow(labRows.anyLab, '3_help@2'), onLabRow(labRows.step, '3_help@2')],
  },
  'wirebench.resetLab': {
    title: 'Reset to Starter…',
    icon: 'discard',
    menus: [onLabRow(labRows.lab, '4_reset@1')],
  },
  'wirebench.forgetLabProgress': {
    title: 'Forget Progress…',
    icon: 'clear-all',
    palette: false,
    menus: [onLabRow(labRows.course, '4_reset@2'), onLabRow(labRows.anyLab, '4_reset@2')],
  },
  'wirebench.refreshLabs': { title: 'Look for Labs Again', icon: 'refresh', menus: [onLabs('1_labs@1')] },
  'wirebench.openWalkthrough': { title: 'Open Walkthrough', icon: 'book', menus: [onTree('5_help@1')] },
  'wirebench.openSettings': { title: 'Open Settings', icon: 'gear', menus: [onTree('5_help@2')] },
} as const satisfies Readonly<Record<string, CommandRow>>;

/** The commands that start each kind of server, and that open each kind of client. */
export function kindRows(): Readonly<Record<string, CommandRow>> {
  const all = Object.entries<EndpointKind>(endpointKinds);
  const starts = all.map(([id, { label, icon }], index): [string, CommandRow] => [
    startCommand(id),
    { title: `Start ${label} Server…`, icon, menus: [onTree(`1_start@${index + 1}`)] },
  ]);
  const clients = all.flatMap(([, { client }]) => (client === undefined ? [] : [client]));
  const connects = clients.map(({ command, title }, index): [string, CommandRow] => [
    `wirebench.${command}`,
    { title: `${title}…`, icon: 'plug', menus: [onTree(index === 0 ? 'navigation@2' : `2_connect@${index + 1}`)] },
  ]);
  return Object.fromEntries([...starts, ...connects]);
}

export type CommandId = StartCommand | ClientCommand | keyof typeof fixed;

/** Every command of Wirebench. */
export const commandRows: Readonly<Record<CommandId, CommandRow>> = {
  ...(kindRows() as Record<StartCommand | ClientCommand, CommandRow>),
  ...fixed,
};
