import type { ConnectionState, EndpointState } from '../../net/spec.ts';
import { endpointKinds } from '../../endpoints/table.ts';
import { selection } from '../endpoints/node.ts';

/** An item of a menu. `group`: its group and its position in it, in the editor's syntax: `1_send@2`. */
export interface Place {
  readonly menu: string;
  readonly when?: string;
  readonly group: string;
}

export interface Key {
  readonly key: string;
  /** The key on macOS, if it differs. */
  readonly mac?: string;
  readonly when: string;
  readonly args?: string;
}

const anyOf = (names: Iterable<string>) => `(${[...new Set(names)].join('|')})`;
const kinds = Object.values(endpointKinds);

/** Parts of the context values that rows of the tree have (`itemText.ts`), as regular expressions. */
const streams = '(tcp|tls)';
const transports = anyOf(kinds.map(({ transport }) => transport));
/** Servers that answer by a protocol: users send no messages from them. */
const applications = anyOf(kinds.flatMap((kind) => ('application' in kind ? [kind.application] : [])));
const active = anyOf(['running', 'starting'] satisfies EndpointState[]);
const over = anyOf(['stopped', 'failed'] satisfies EndpointState[]);
const open = anyOf(['open', 'half-closed'] satisfies (ConnectionState | 'half-closed')[]);

/** Rows of the tree that have menu items, by the beginning of their context value. */
export const rows = {
  endpoint: String.raw`endpoint\.`,
  active: String.raw`endpoint\..*\.${active}$`,
  over: String.raw`endpoint\..*\.${over}$`,
  sender: String.raw`endpoint\.(?!server\.${applications}\.).*\.${active}$`,
  datagrams: String.raw`endpoint\..*\.udp\.running$`,
  server: String.raw`endpoint\.server\.`,
  rawServer: String.raw`endpoint\.server\.${transports}\.running$`,
  httpServer: String.raw`endpoint\.server\.http\.running$`,
  dnsServer: String.raw`endpoint\.server\.dns\.running$`,
  client: String.raw`endpoint\.client\..*\.running$`,
  streamClient: String.raw`endpoint\.client\.${streams}\.running$`,
  connection: String.raw`connection\.`,
  stream: String.raw`connection\.${streams}\.`,
  openStream: String.raw`connection\.${streams}\.${open}`,
  saved: 'saved$',
  anySaved: 'saved',
} as const;

/** Rows of the Labs view that have menu items, by the beginning of their context value (`viewRows.ts`). */
export const labRows = {
  course: 'course$',
  lab: String.raw`lab$`,
  anyLab: String.raw`lab(\.wrong)?$`,
  running: String.raw`lab\.running$`,
  step: String.raw`step\.`,
  failed: String.raw`step\.(failed|partial)$`,
} as const;

const treeId = 'wirebench.endpoints';
const labsId = 'wirebench.labs';
const tree = `view == ${treeId}`;
const and = (condition: string, more?: string) => (more === undefined ? condition : `${condition} && ${more}`);

/** In the title of the tree (group `navigation`), or in the menu of the title. */
export const onTree = (group: string, when?: string): Place => ({ menu: 'view/title', when: and(tree, when), group });

/** On a row of the tree (group `inline`), or in the menu of the row. */
export const onRow = (row: string, group: string): Place => ({
  menu: 'view/item/context',
  when: and(tree, `viewItem =~ /^${row}/`),
  group,
});

/** In the title of the Labs view (group `navigation`), or in the menu of the title. */
export const onLabs = (group: string): Place => ({ menu: 'view/title', when: `view == ${labsId}`, group });

/** On a row of the Labs view (group `inline`), or in the menu of the row. */
export const onLabRow = (row: string, group: string): Place => ({
  menu: 'view/item/context',
  when: `view == ${labsId} && viewItem =~ /^${row}/`,
  group,
});

/** In the menu of an event of the Traffic view. `when`: a key of its `data-vscode-context`. */
export const onEvent = (group: string, when?: string): Place => ({
  menu: 'webview/context',
  when: and(String.raw`webviewId =~ /^wirebench\.traffic(Editor)?$/ && webviewSection == 'event'`, when),
  group,
});

/** The submenu in the menu of an event. */
export const copyEvent = { id: 'wirebench.copyEvent', label: 'Copy As', at: onEvent('2_copy@1', 'eventHasBytes') };
export const asCopy = (group: string): Place => ({ menu: copyEvent.id, group });

/** In the context menu of a request file. */
export const inRequestFile = (group: string): Place => ({
  menu: 'editor/context',
  when: 'resourceLangId == http',
  group,
});

/** True while a request file is edited. */
export const requestEditor = 'editorLangId == http';
/** Adds the condition that no other extension handles these requests: such an extension keeps its own keys. */
export const ourRequests = (condition: string): string => `${condition} && !wirebench.anotherHttpClient`;

/** A key pressed in the tree. */
export const onFocusedRow = (key: string, mac?: string): Key => ({
  key,
  ...(mac === undefined ? {} : { mac }),
  when: `focusedView == ${treeId} && listFocus && !inputFocus && !treeFindOpen`,
});

/** A key pressed in the tree, for a command that takes the selected row. */
export const onSelection = (key: string, mac?: string): Key => ({ ...onFocusedRow(key, mac), args: selection });
