import type { EngineClient } from '../../engine/messages.ts';
import type { RegistryMirror } from '../registryMirror.ts';
import type { SavedServer, Settings } from '../settings.ts';

/** The window that an action is done in, as it is when it is asked. */
export interface Surroundings {
  /** Whether the workspace is trusted. */
  readonly isTrusted: boolean;
  /** The first folder of the workspace: files are named from there. */
  readonly folder: string | undefined;
  readonly settings: Pick<Settings, 'defaultHost' | 'defaultEncoding' | 'connectTimeout'>;
  readonly savedServers: readonly SavedServer[];
}

interface Engine extends Pick<EngineClient, 'request'> {
  readonly isStarted: boolean;
}

export type Registry = Pick<RegistryMirror, 'endpoints' | 'endpoint' | 'connection' | 'refresh'>;

/** Everything that actions act by; each takes the part that it uses. */
export interface Means {
  readonly engine: Engine;
  readonly registry: Registry;
  readonly around: Surroundings;
  /** Opens the view of the traffic. */
  readonly showTraffic: (filter: string | undefined) => Promise<void>;
}

/** How an action is done. */
export interface How {
  readonly signal?: AbortSignal;
}
