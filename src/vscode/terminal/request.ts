import type { ClientSpec } from '../../endpoints/spec.ts';
import type { Transport } from '../../traffic/event.ts';
import { parseAddress } from '../../endpoints/address.ts';

type ReadRequest = { readonly ok: true; readonly spec: ClientSpec } | { readonly ok: false; readonly message: string };

/** The text typed at a terminal's prompt: `9000`, `tls example.org:443`, `udp://127.0.0.1:9000`. The default is TCP. */
export function readRequest(text: string, defaultHost: string): ReadRequest {
  const match = /^(tcp|tls|udp)(?::\/\/|\s+)(.*)$/i.exec(text.trim());
  const transport = (match?.[1]?.toLowerCase() ?? 'tcp') as Transport;
  const parsed = parseAddress(match?.[2] ?? text, { defaultHost, lowestPort: 1 });
  if (!parsed.ok) return parsed;
  return { ok: true, spec: { role: 'client', transport, host: parsed.host, port: parsed.port } };
}
