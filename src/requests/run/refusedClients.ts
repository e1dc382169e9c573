import type { Endpoint } from '../../net/endpoint.ts';
import { kindOf } from '../words/table.ts';
import { portsOf, type Under } from './knownPrograms.ts';
import { notChecked, type Ending } from './programEndings.ts';
import type { Started } from './started.ts';

/**
 * Clients that a server of the run could not take: they send plain text to a TLS server, or have no version of TLS in common with it.
 * A request that fails meanwhile tells it, and so does a CHECK of the server.
 */
export class RefusedClients {
  readonly #started: Started;
  /** What each server had refused when the request began, by the id of the endpoint. */
  readonly #before = new Map<number, string>();
  readonly #told = new Map<number, { readonly what: string; readonly label: string }>();

  constructor(started: Started) {
    this.#started = started;
  }

  /** A request begins. */
  begin(): void {
    this.#before.clear();
    for (const { endpoint } of this.#started.servers()) this.#before.set(endpoint.id, whatOf(endpoint));
  }

  /** The ending of the request, with the reason in it if it failed. A client that crashed because of it has told something else. */
  async within(under: Under, ending: Ending): Promise<Ending> {
    const { state, error, fault } = ending;
    const crashed = error?.code === 'program-ended' || error?.code === 'program-exception';
    const isNetwork = state === 'error' && fault === 'network';
    if (!crashed && !isNetwork && (state !== 'failed' || error !== undefined)) return ending;
    const isAbout = await this.#about(under);
    const found = this.#started
      .servers()
      .find(({ endpoint }) => endpoint.refused !== undefined && isAbout(endpoint))?.endpoint;
    if (found === undefined) return ending;
    const { id, name, refused } = found;
    const what = whatOf(found);
    const told = this.#told.get(id);
    if (told?.what === what && told.label !== under.label)
      return notChecked(`${name} could not take its client`, told.label, under, ending);
    this.#told.set(id, { what, label: under.label });
    const message = `${name}: ${refused!.message}`;
    return {
      ...ending,
      error: crashed ? { ...error, message: `${error.message} ${message}` } : { ...refused!, message },
    };
  }

  /** A CHECK is about the servers that it names, a request that calls somebody about those, and a program about all. */
  async #about({ region: { item }, fill }: Under): Promise<(server: Endpoint) => boolean> {
    if (item === undefined) return () => false;
    const kind = kindOf(item.kind);
    const names = (kind.about?.(item) ?? []).map(({ value }) => value);
    if (kind.spec.looks === true) return ({ name }) => names.includes(name);
    const isNew = (server: Endpoint): boolean => whatOf(server) !== (this.#before.get(server.id) ?? '');
    const targets = kind.targets?.(item) ?? [];
    if (targets.length === 0) return isNew;
    const ports = await portsOf(targets, fill);
    return (server) => isNew(server) && server.local !== undefined && ports.includes(server.local.port);
  }
}

function whatOf({ refused }: Endpoint): string {
  return refused === undefined ? '' : JSON.stringify(refused);
}
