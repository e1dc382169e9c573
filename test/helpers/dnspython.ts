// dnspython, the reference reader and writer of DNS records, as a function of lists.
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';

const program = `
import sys, json
import dns.rdata, dns.rdatatype, dns.rdataclass, dns.name, dns.message, dns.zone, dns.zonefile, dns.flags, dns.edns, dns.version, dns.update, dns.reversename

def origin(text):
    return dns.name.from_text(text)

def wire(rdata):
    return rdata.to_wire(origin=dns.name.root).hex()

def text(rdata):
    try:
        return rdata.to_text(chunksize=0).strip()
    except TypeError:
        return rdata.to_text().strip()

def rdata_text(type, source):
    rdata = dns.rdata.from_text('IN', type, source, origin('wirebench.test.'), relativize=False)
    return {'wire': wire(rdata), 'text': text(rdata)}

def rdata_wire(type, hex):
    data = bytes.fromhex(hex)
    rdata = dns.rdata.from_wire('IN', dns.rdatatype.from_text(type), data, 0, len(data))
    return {'wire': wire(rdata), 'text': text(rdata)}

def message(hex):
    m = dns.message.from_wire(bytes.fromhex(hex), one_rr_per_rrset=True)
    of = lambda r: int(r.rdclass if r.deleting is None else r.deleting)
    record = lambda r: [r.name.to_text(), r.ttl, of(r), int(r.rdtype), wire(r[0]) if len(r) else '']
    return {
        'id': m.id, 'flags': int(m.flags), 'rcode': int(m.rcode()), 'opcode': int(m.opcode()), 'edns': m.edns, 'payload': m.payload,
        'options': [[int(o.otype), o.to_wire().hex()] for o in m.options],
        'question': [[q.name.to_text(), int(q.rdclass), int(q.rdtype)] for q in m.question],
        'answer': [record(r) for r in m.answer], 'authority': [record(r) for r in m.authority], 'additional': [record(r) for r in m.additional],
    }

def zone(source, base):
    # As a file opened as text has its line ends.
    z = dns.zone.from_text(source.replace('\\r\\n', '\\n'), origin(base), relativize=False, check_origin=False)
    return sorted([n.to_text(), ttl, int(rd.rdclass), int(rd.rdtype), wire(rd)] for n, ttl, rd in z.iterate_rdatas())

def update(base, steps):
    # 'add', 'delete', 'replace', 'present' and 'absent' with what each takes.
    u = dns.update.UpdateMessage(base, id=7)
    for name, *words in steps:
        getattr(u, name)(*words)
    return u.to_wire().hex()

def option(code, hex):
    data = bytes.fromhex(hex)
    o = dns.edns.option_from_wire(code, data, 0, len(data))
    return {name: str(value) for name, value in vars(o).items()}

def ecs(address, source, scope):
    return dns.edns.ECSOption(address, source, scope).to_wire().hex()

def ede(code, text):
    return dns.edns.EDEOption(code, text).to_wire().hex()

def reverse(address):
    return dns.reversename.from_address(address).to_text()

def idna(text):
    return dns.name.from_unicode(text, idna_codec=dns.name.IDNA_2008_Practical).to_text()

operations = {f.__name__: f for f in (rdata_text, rdata_wire, message, zone, update, option, ecs, ede, reverse, idna)}

def one(call):
    try:
        return {'ok': operations[call[0]](*call[1:])}
    except Exception as e:
        return {'error': type(e).__name__ + ': ' + str(e)}

json.dump([one(call) for call in json.load(sys.stdin)], sys.stdout)
`;
import { python } from '../../scripts/python.ts';

export type Call =
  | readonly ['rdata_text', type: string, text: string]
  | readonly ['rdata_wire', type: string, hex: string]
  | readonly ['message', hex: string]
  | readonly ['zone', text: string, origin: string]
  /** A dynamic update that dnspython writes: calls of its UpdateMessage. */
  | readonly ['update', zone: string, steps: readonly (readonly (string | number)[])[]]
  /** An EDNS option's parts by dnspython's names for them. */
  | readonly ['option', code: number, hex: string]
  | readonly ['ecs', address: string, source: number, scope: number]
  | readonly ['ede', code: number, text: string]
  /** The name of an address's PTR records. */
  | readonly ['reverse', address: string]
  /** A name in its xn-- form. */
  | readonly ['idna', name: string];

export interface Answer {
  readonly ok?: unknown;
  readonly error?: string;
}

/** The result of dnspython for each call. */
export function askDnspython(calls: readonly Call[]): readonly Answer[] {
  const run = spawnSync(python, ['-W', 'ignore', '-c', program], {
    input: JSON.stringify(calls),
    maxBuffer: 2 ** 28,
    timeout: 60_000,
  });
  assert.equal(run.status, 0, run.stderr.toString());
  const answers = JSON.parse(run.stdout.toString()) as Answer[];
  assert.equal(answers.length, calls.length);
  return answers;
}
