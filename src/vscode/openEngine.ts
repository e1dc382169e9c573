import path from 'node:path';
import type { ErrorData } from '../base/errors.ts';
import type { EngineClient } from '../engine/messages.ts';
import { readSettings } from './settings.ts';

/** Starts the engine's worker from the folder of the extension's bundle, with the settings' limits. */
export async function openEngine(extensionPath: string, ended: (error: ErrorData) => void): Promise<EngineClient> {
  const { startEngine } = await import('../engine/client.ts');
  const { journalMemoryBytes, journalDiskBytes } = readSettings();
  return startEngine({
    workerPath: path.join(extensionPath, 'dist', 'engine.cjs'),
    limits: { memoryBytes: journalMemoryBytes, diskBytes: journalDiskBytes },
    onCrash: (error) => ended(error.toData()),
  });
}
