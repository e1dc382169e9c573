import * as vscode from 'vscode';
import type { RegistrySnapshot } from '../../engine/messages.ts';
import type { RegistryMirror } from '../registryMirror.ts';
import { savedServers } from '../settings.ts';
import type { ItemText } from './itemText.ts';
import type { Node } from './node.ts';
import { childrenOf, firstChildren, hasChildren, nodeId, redraw, rootNodes, shownConnections } from './treeModel.ts';

/** Milliseconds between two redraws: at most four a second, however often the engine sends changes. */
const redrawInterval = 250;

/** The Endpoints tree: the registry's endpoints with their connections, and the saved servers that do not run. */
export class EndpointsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #registry: RegistryMirror;
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly #nodes = new Map<string, Node>();
  /** Endpoints for which the user asked to see all connections. */
  readonly #opened = new Set<number>();
  #savedProblems: ReadonlyMap<string, string> = new Map();
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: { dispose(): void }[];
  /** The last drawn registry. */
  #drawn: RegistrySnapshot;
  #timer: NodeJS.Timeout | undefined;
  #lastRedraw = 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(registry: RegistryMirror) {
    this.#registry = registry;
    this.#drawn = registry.snapshot;
    this.#view = vscode.window.createTreeView('wirebench.endpoints', { treeDataProvider: this, canSelectMany: true });
    this.#sayTrust();
    this.#subscriptions = [
      this.#view,
      this.#changed,
      registry.onDidChange(() => this.#redrawSoon()),
      this.#view.onDidCollapseElement(({ element }) => {
        if (element.kind === 'endpoint' && this.#opened.delete(element.endpoint)) this.#changed.fire([element]);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('wirebench.servers')) this.#changed.fire(undefined);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#sayTrust();
        this.#changed.fire(undefined);
      }),
    ];
  }

  /** The errors of saved servers, by their names. */
  set savedProblems(problems: ReadonlyMap<string, string>) {
    if (problems.size === 0 && this.#savedProblems.size === 0) return;
    this.#savedProblems = problems;
    this.#changed.fire(undefined);
  }

  /** The selected rows, for keys, which get no argument. */
  get selection(): readonly Node[] {
    return this.#view.selection;
  }

  /** Selects an endpoint, or one of its connections if that has a row. */
  async reveal(endpoint: number, connection = 0): Promise<void> {
    const row: Node = { kind: 'connection', endpoint, connection };
    const shown = this.#registry.endpoint(endpoint);
    const hasRow =
      shown !== undefined && childrenOf(shown, this.#opened.has(endpoint)).some((one) => nodeId(one) === nodeId(row));
    const node = this.#known(hasRow ? row : { kind: 'endpoint', endpoint });
    await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  /** Shows the connections behind the row "and 280 more". Returns false if they are shown already. */
  showMore(endpoint: number): boolean {
    if (this.#opened.has(endpoint)) return false;
    this.#opened.add(endpoint);
    this.#changed.fire([this.#known({ kind: 'endpoint', endpoint })]);
    return true;
  }

  getChildren(parent?: Node): Node[] {
    if (parent === undefined) {
      this.#forgetGoneNodes();
      return rootNodes(this.#registry.snapshot, savedServers()).map((node) => this.#known(node));
    }
    if (parent.kind !== 'endpoint') return [];
    const endpoint = this.#registry.endpoint(parent.endpoint);
    return endpoint === undefined
      ? []
      : childrenOf(endpoint, this.#opened.has(endpoint.id)).map((node) => this.#known(node));
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'connection' || node.kind === 'more'
      ? this.#known({ kind: 'endpoint', endpoint: node.endpoint })
      : undefined;
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    const text = await this.#text(node);
    const item = new vscode.TreeItem(text?.label ?? '', this.#collapsible(node));
    item.id = nodeId(node);
    if (text === undefined) return item;
    item.description = text.description;
    item.tooltip = text.tooltip;
    item.iconPath = new vscode.ThemeIcon(text.icon, text.color ? new vscode.ThemeColor(text.color) : undefined);
    item.contextValue = text.context;
    item.accessibilityInformation = { label: text.spoken };
    if (text.context === 'saved.wrong')
      item.command = { command: 'wirebench.editSavedServers', title: 'Edit Saved Servers' };
    if (node.kind === 'more') item.command = { command: 'wirebench.showMore', title: text.tooltip, arguments: [node] };
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Explains why the saved servers are missing. */
  #sayTrust(): void {
    this.#view.message = vscode.workspace.isTrusted
      ? ''
      : 'This workspace is not trusted, so its saved servers are not shown. You can still start other servers.';
  }

  async #text(node: Node): Promise<ItemText | undefined> {
    // Loaded only if there are rows to show, since it includes the tables of endpoints.
    const { connectionText, endpointText, moreText, savedText } = await import('./itemText.ts');
    if (node.kind === 'saved') {
      const server = savedServers().find(({ name }) => name === node.name);
      return server && savedText(server, this.#savedProblems.get(server.name));
    }
    const endpoint = this.#registry.endpoint(node.endpoint);
    if (endpoint === undefined) return undefined;
    if (node.kind === 'endpoint') return endpointText(endpoint);
    if (node.kind === 'more') {
      const opened = this.#opened.has(endpoint.id);
      return moreText(endpoint.connectionCount - shownConnections(endpoint, opened), opened);
    }
    const connection = endpoint.connections.find(({ id }) => id === node.connection);
    return connection && connectionText(endpoint, connection);
  }

  #collapsible(node: Node): vscode.TreeItemCollapsibleState {
    const endpoint = node.kind === 'endpoint' ? this.#registry.endpoint(node.endpoint) : undefined;
    return endpoint !== undefined && hasChildren(endpoint)
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.None;
  }

  /** One object per node: the editor compares by identity. */
  #known(node: Node): Node {
    const id = nodeId(node);
    const known = this.#nodes.get(id);
    if (known) return known;
    this.#nodes.set(id, node);
    return node;
  }

  #forgetGoneNodes(): void {
    for (const [id, node] of this.#nodes) {
      const gone =
        node.kind === 'connection'
          ? this.#registry.connection(node.connection) === undefined
          : node.kind !== 'saved' && this.#registry.endpoint(node.endpoint) === undefined;
      if (gone) this.#nodes.delete(id);
    }
  }

  #redrawSoon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#lastRedraw + redrawInterval - Date.now());
    this.#timer = setTimeout(() => this.#redraw(), wait);
  }

  #redraw(): void {
    this.#timer = undefined;
    this.#lastRedraw = Date.now();
    const before = this.#drawn;
    const changes = redraw(before, this.#registry.snapshot);
    this.#drawn = this.#registry.snapshot;
    if (changes === 'all') this.#changed.fire(undefined);
    else if (changes.length > 0) {
      this.#changed.fire(changes.map((endpoint) => this.#known({ kind: 'endpoint', endpoint })));
    }
    for (const endpoint of firstChildren(before, this.#drawn)) void this.#expand(endpoint);
  }

  /** A row that was drawn without children stays closed when it gets some, unless it is expanded explicitly. */
  async #expand(endpoint: number): Promise<void> {
    if (!this.#view.visible) return;
    try {
      await this.#view.reveal(this.#known({ kind: 'endpoint', endpoint }), {
        select: false,
        focus: false,
        expand: true,
      });
    } catch {
      // The endpoint was removed meanwhile.
    }
  }
}
