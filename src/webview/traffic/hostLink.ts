import type { ViewSnapshot } from '../../engine/messages.ts';
import { RequestLink, type Timers } from '../common/hostLink.ts';
import type { PageAction, ToHost, ToPage, TrafficRequests } from '../protocol.ts';
import { isResult, isToPage } from './checkMessage.ts';

export { HostFailure, requestTimeout } from '../common/hostLink.ts';

export interface HostListener {
  snapshot(snapshot: ViewSnapshot): void;
  action(action: PageAction): void;
}

type Said = Extract<ToPage, { kind: 'snapshot' | 'action' }>;

/** The traffic page's end of its protocol. */
export class HostLink {
  readonly #link: RequestLink<TrafficRequests, Said>;

  constructor(post: (message: ToHost) => void, timers: Timers) {
    this.#link = new RequestLink<TrafficRequests, Said>(post, timers, {
      isMessage: isToPage,
      isResult: (name, result) => isResult(name as keyof TrafficRequests, result),
    });
  }

  request<N extends keyof TrafficRequests>(name: N, params: TrafficRequests[N][0]): Promise<TrafficRequests[N][1]> {
    return this.#link.request(name, params);
  }

  receive(message: unknown, listener: HostListener): boolean {
    return this.#link.receive(message, (said) => {
      if (said.kind === 'snapshot') listener.snapshot(said.snapshot);
      else listener.action(said.action);
    });
  }
}
