import type { AskName, Params, Result, ToHost } from '../../base/pageMessages.ts';
import type { ViewSnapshot } from '../../engine/messages.ts';
import type { Timers } from '../../base/requestChannel.ts';
import { RequestLink } from '../common/hostLink.ts';
import { trafficProtocol, type PageAction, type TrafficProtocol } from './protocol.ts';

interface HostListener {
  snapshot(snapshot: ViewSnapshot): void;
  action(action: PageAction): void;
}

/** The traffic page's end of its protocol. */
export class HostLink {
  readonly #link: RequestLink<TrafficProtocol>;

  constructor(post: (message: ToHost<TrafficProtocol>) => void, timers: Timers) {
    this.#link = new RequestLink(post, timers, trafficProtocol);
  }

  request<N extends AskName<TrafficProtocol>>(
    name: N,
    params: Params<TrafficProtocol, N>,
  ): Promise<Result<TrafficProtocol, N>> {
    return this.#link.request(name, params);
  }

  receive(message: unknown, listener: HostListener): boolean {
    return this.#link.receive(message, (said) => {
      if (said.kind === 'snapshot') listener.snapshot(said.snapshot);
      else listener.action(said.action);
    });
  }
}
