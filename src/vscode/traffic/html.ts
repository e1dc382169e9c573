import { webviewHtml } from '../webviewHtml.ts';

/** The page of a traffic view. */
export function trafficHtml(page: { script: string; style: string; cspSource: string; nonce: string }): string {
  return webviewHtml({ ...page, title: 'Traffic' });
}
