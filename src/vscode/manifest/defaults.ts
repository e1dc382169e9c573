import type { LensSetting } from '../requests/others.ts';
import type { EndingSetting } from '../terminal/lineEnding.ts';

/**
 * The settings with a single plain value, and their defaults: the extension reads them, and package.json is generated
 * from them.
 */
export const settingDefaults = {
  defaultHost: '127.0.0.1',
  defaultEncoding: 'utf-8',
  connectTimeout: 10_000,
  offerRestart: true,
  'terminal.lineEnding': 'auto' as EndingSetting,
  'terminal.raw': false,
  'journal.memory': 64,
  'journal.disk': 512,
  'requestFiles.codeLens': 'auto' as LensSetting,
  'requestFiles.python': '',
};
