import type { EndpointKind } from '../kind.ts';
import { framing, listens, receiveBuffer } from './options.ts';
import { literal } from './python.ts';

const quiet = { listed: false, word: false } as const;

/** An authoritative name server, over UDP and TCP at the same port. */
export const dns = {
  label: 'DNS',
  sentence: 'Answers for the names of a zone file, over UDP and TCP',
  transport: 'udp',
  application: 'dns',
  dissector: 'dns',
  family: 'dns',
  icon: 'globe',
  behaviours: 'zone',
  server: {
    // Accepted, as for every server over UDP, but not offered: DNS has its own messages.
    options: { ...listens('zone'), framing: { ...framing, ...quiet }, receiveBuffer: { ...receiveBuffer, ...quiet } },
    port: 5353,
    next: ['resolve', 'dig', 'traffic'],
    /** Uses dnspython. */
    python: ({ host, port }) => `import dns.message
import dns.query

query = dns.message.make_query("wirebench.test.", "MX")
response, used_tcp = dns.query.udp_with_fallback(query, ${literal(host)}, timeout=5, port=${port})
print(response)
`,
  },
} as const satisfies EndpointKind;
