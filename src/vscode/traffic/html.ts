import type { TrafficFirst } from '../../webview/traffic/protocol.ts';
import { webviewHtml } from '../webviewHtml.ts';

/** The page of a traffic view; `first`: what it shows before it asks. */
export function trafficHtml(page: {
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  readonly first?: TrafficFirst | undefined;
}): string {
  return webviewHtml({ ...page, title: 'Traffic' });
}
