import type { EngineClient } from '../../engine/messages.ts';
import type { RegistryMirror } from '../registryMirror.ts';
import type { SavedServer, Settings } from '../settings.ts';

/** The state of the window at the time of the action. */
export interface Surroundings {
  /** True if the workspace is trusted. */
  readonly isTrusted: boolean;
  /** The first folder of the workspace: relative paths start there. */
  readonly folder: string | undefined;
  readonly settings: Pick<Settings, 'defaultHost' | 'defaultEncoding' | 'connectTimeout'>;
  readonly savedServers: readonly SavedServer[];
  /** The folder of the courses that ship with Wirebench. */
  readonly courses: string;
}

interface Engine extends Pick<EngineClient, 'request'> {
  readonly isStarted: boolean;
}

export type Registry = Pick<RegistryMirror, 'endpoints' | 'endpoint' | 'connection' | 'refresh'>;

/** Everything that actions use; each takes the part that it needs. */
export interface Means {
  readonly engine: Engine;
  readonly registry: Registry;
  readonly around: Surroundings;
  /** Opens the view of the traffic. */
  readonly showTraffic: (filter: string | undefined) => Promise<void>;
}

/** Options of an action. */
export interface How {
  readonly signal?: AbortSignal;
}
