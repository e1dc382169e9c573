// What goes wrong with names, done for real over loopback: each with the sentence that a person reads.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorData, type ErrorData } from '../../../../src/base/errors.ts';
import { lookUpNames } from '../../../../src/net/dns/besideSystem.ts';
import type { DnsExchange, DnsQuerySpec } from '../../../../src/net/dns/exchange.ts';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { Registry } from '../../../../src/net/registry.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { decodeMessage } from '../../../../src/protocol/dns/decode.ts';
import type { DecodedMessage } from '../../../../src/protocol/dns/message.ts';
import { addressAnswer, MadeUpServer, type Answerer } from '../../../helpers/dnsServers.ts';
import { FakeRecorder } from '../../../helpers/fakeRecorder.ts';
import { freshNet } from '../../../helpers/freshNet.ts';
import { freePort } from '../../../helpers/nets.ts';

const name = 'www.wirebench.test';

/** What a case has to do its bad thing with. */
interface Bench {
  readonly registry: Registry;
  readonly resolver: DnsResolver;
  readonly folder: string;
  serve(answer: Answerer, options?: { tcp?: boolean }): Promise<MadeUpServer>;
  /** Starts a DNS server from this zone text. */
  zone(text: string, more?: object): Promise<unknown>;
}

/** What a person is told: an error, or what an answer comes with. */
interface Told {
  readonly code: string;
  readonly sentence: string;
  /** In the sentence: what was tried, what was said, what to do. */
  readonly says: readonly (string | RegExp)[];
}

interface Case {
  readonly what: string;
  readonly provoke: (bench: Bench) => Promise<Told>;
}

const once = { retries: 0, timeout: 5000 };

const ask = async ({ resolver }: Bench, server: string, spec: Partial<DnsQuerySpec> = {}): Promise<DnsExchange> =>
  (await resolver.resolve({ name, server, ...once, ...spec })).at(-1)!;

function failed({ error, messages }: DnsExchange, ...says: readonly (string | RegExp)[]): Told {
  assert.ok(error !== undefined, 'it went well');
  assert.deepEqual(messages, []);
  return { code: error.code, sentence: error.message, says };
}

async function rejected(attempt: Promise<unknown>, ...says: readonly (string | RegExp)[]): Promise<Told> {
  const error = await attempt.then(
    () => assert.fail('it went well'),
    (caught: unknown) => errorData(caught),
  );
  return { code: error.code, sentence: error.message, says };
}

/** A name that no server can be asked for: nobody hears of it. */
const typed = (text: string, ...says: readonly (string | RegExp)[]): Case['provoke'] => {
  return async (bench) => {
    const server = await bench.serve((query) => [addressAnswer(query)]);
    const told = await rejected(ask(bench, server.address, { name: text }), ...says);
    assert.deepEqual(server.queries, []);
    return told;
  };
};

/** A server that answers with this and nothing else. */
const wrongAnswer = (
  wrong: (query: DecodedMessage) => Uint8Array,
  ...says: readonly (string | RegExp)[]
): Case['provoke'] => {
  return async (bench) => {
    const server = await bench.serve((query) => [wrong(query)]);
    return failed(
      await ask(bench, server.address, { timeout: 1000 }),
      `${name}: no answer of ${server.address} fits the question`,
      ...says,
      'look at the answers in the Traffic view',
    );
  };
};

/** An answer that is taken as far as it can be read, with a note that says how far that is. */
const wrongMessage = (
  spoil: (answer: Uint8Array) => Uint8Array,
  ...says: readonly (string | RegExp)[]
): Case['provoke'] => {
  return async (bench) => {
    const server = await bench.serve((query) => [spoil(addressAnswer(query, { additionals: [] }))]);
    const exchange = await ask(bench, server.address);
    assert.equal(exchange.error, undefined);
    assert.equal(exchange.notes.length, 1);
    return {
      code: decodeMessage(exchange.messages[0]!).problem!.code,
      sentence: exchange.notes[0]!,
      says: [`${server.address} sent a malformed DNS message: `, ...says, 'ask another server'],
    };
  };
};

/** The offset behind the question, where the answer's record begins with a pointer to the question's name. */
const recordAt = (answer: Uint8Array) => decodeMessage(answer).answers[0]!.start;

const changed = (bytes: Uint8Array, at: number, ...values: readonly number[]) => {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
};

const head = '$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n';
const zoneError = (
  text: string,
  line: number,
  column: number,
  ...says: readonly (string | RegExp)[]
): Case['provoke'] => {
  return (bench) =>
    rejected(
      bench.zone(head + text),
      `The zone cannot be served: ${path.join(bench.folder, 'z.test.zone')}:${line}:${column}: `,
      ...says,
    );
};

const cases: readonly Case[] = [
  {
    what: 'a name that is too long',
    provoke: typed(
      `${'a'.repeat(60)}.`.repeat(5),
      `“${'a'.repeat(40)}…” is 306 bytes long`,
      '255 is the most',
      'Shorten it',
    ),
  },
  {
    what: 'a label that is too long',
    provoke: typed(
      `www.${'b'.repeat(64)}.test`,
      /The label at offset 4 of “www\.b+…” has 64 bytes/,
      '63 is the most',
      'Shorten it',
    ),
  },
  {
    what: 'a label that is too long in another script',
    provoke: typed(`${'ü'.repeat(70)}.test`, 'The label at offset 0 of “xn--', 'has 76 bytes', 'Shorten it'),
  },
  {
    what: 'an empty label',
    provoke: typed('www..test', '“www..test” has an empty label at offset 4', 'two dots in a row', 'Take the dot away'),
  },
  {
    what: 'a dot in front',
    provoke: typed('.www.test', '“.www.test” has an empty label at offset 0', 'a dot in front'),
  },
  { what: 'no name at all', provoke: typed('  ', 'Write a name to ask for', 'wirebench.test') },
  {
    what: 'a name with a character that names do not have',
    provoke: typed(
      'a\u0000ü.test',
      'is not a valid name in any script',
      'a character that internationalised names must not have',
    ),
  },
  {
    what: 'a server whose address is wrong',
    provoke: (bench) =>
      rejected(ask(bench, '127.0.0.256'), '"127.0.0.256" is not a DNS server', 'write an address', '127.0.0.1:5353'),
  },
  {
    what: 'a server whose port is wrong',
    provoke: (bench) => rejected(ask(bench, '127.0.0.1:99999'), '"127.0.0.1:99999" is not a DNS server', 'with a port'),
  },
  {
    what: 'an address to look up that is none',
    provoke: ({ resolver }) =>
      rejected(
        lookUpNames(resolver, { what: 'address', subject: '127.0.0.1.5', withDns: false }),
        '"127.0.0.1.5" is not an IPv4 or IPv6 address',
        'write one such as 127.0.0.1',
      ),
  },
  ...(['udp', 'tcp'] as const).map((transport) => ({
    what: `a server that cannot be reached over ${transport}`,
    provoke: async (bench: Bench) =>
      failed(
        // Loopback has one address of IPv6: no route leads to another.
        await ask(bench, '[fe80::1%lo]:5353', { transport }),
        'Could not connect to [fe80::1%lo]:5353',
        'no route leads',
        'Check the address and the network',
      ),
  })),
  {
    what: 'a server whose name is not found',
    provoke: async (bench) =>
      failed(
        await ask(bench, 'no-such-server.invalid:5353'),
        'no-such-server.invalid',
        /was not found|could not be looked up/,
        'use an address such as 127.0.0.1',
      ),
  },
  ...(
    [
      ['udp', 'refused a datagram: no program receives'],
      ['tcp', 'refused the connection: no program listens'],
      ['tls', 'refused the connection: no program listens'],
    ] as const
  ).map(([transport, said]) => ({
    what: `a server that is not there over ${transport}`,
    provoke: async (bench: Bench) => {
      const port = await freePort();
      return failed(
        await ask(bench, `127.0.0.1:${port}`, { transport }),
        `127.0.0.1:${port}`,
        said,
        'Start the server',
      );
    },
  })),
  {
    what: 'a server that says nothing over UDP',
    provoke: async (bench) => {
      const server = await bench.serve(() => []);
      return failed(
        await ask(bench, server.address, { timeout: 50 }),
        `No answer came from ${server.address} over UDP within 0.05 s`,
        'Check that a DNS server runs there',
      );
    },
  },
  {
    what: 'a server that says nothing over TCP',
    provoke: async (bench) => {
      const server = await bench.serve(() => []);
      return failed(
        await ask(bench, server.address, { transport: 'tcp', timeout: 50 }),
        `No answer came: ${server.address} over TCP within 0.05 s`,
        'Check that a DNS server runs there and takes TCP',
      );
    },
  },
  {
    what: 'a truncated answer, and TCP closed',
    provoke: async (bench) => {
      const server = await bench.serve((query) => [addressAnswer(query, { truncated: true, answers: [] })], {
        tcp: false,
      });
      const exchange = await ask(bench, server.address);
      const { code, message } = exchange.error!;
      assert.equal(decodeMessage(exchange.messages[0]!).truncated, true);
      return {
        code,
        sentence: message,
        says: [
          `The answer of ${server.address} over UDP is truncated`,
          `no answer came over TCP: ${server.address} refused`,
          'Start the server',
          'The answer over UDP is shown',
        ],
      };
    },
  },
  {
    what: 'a truncated answer, and a TCP connection that is closed before the answer',
    provoke: async (bench) => {
      const server = await bench.serve((query, via) =>
        via === 'tcp' ? 'close' : [addressAnswer(query, { truncated: true, answers: [] })],
      );
      const exchange = await ask(bench, server.address);
      const { code, message } = exchange.error!;
      assert.equal(decodeMessage(exchange.messages[0]!).truncated, true);
      return {
        code,
        sentence: message,
        says: [
          `The answer of ${server.address} over UDP is truncated`,
          `${server.address} closed the TCP connection before it answered`,
          'The answer over UDP is shown',
        ],
      };
    },
  },
  {
    what: 'a TCP connection that is closed before the answer',
    provoke: async (bench) => {
      const server = await bench.serve(() => 'close');
      return failed(
        await ask(bench, server.address, { transport: 'tcp' }),
        `${server.address} closed the TCP connection before it answered`,
        'Check that a DNS server runs there and takes TCP',
      );
    },
  },
  {
    what: 'an answer with another ID',
    provoke: wrongAnswer(
      (query) => addressAnswer(query, { id: query.id ^ 0xff }),
      /The answers were not accepted: it has the ID \d+, and the query had \d+/,
    ),
  },
  {
    what: 'an answer with another ID over TCP',
    provoke: async (bench) => {
      const server = await bench.serve((query) => [addressAnswer(query, { id: query.id ^ 0xff })]);
      return failed(
        await ask(bench, server.address, { transport: 'tcp', timeout: 1000 }),
        `no answer of tcp://${server.address} fits the question`,
        /it has the ID \d+, and the query had \d+/,
        'Ask again',
      );
    },
  },
  {
    what: 'an answer to another name',
    provoke: wrongAnswer(
      (query) =>
        addressAnswer(query, {
          questions: [{ ...query.questions[0]!, name: [...query.questions[0]!.name].reverse() }],
        }),
      'it repeats another question',
    ),
  },
  {
    what: 'an answer to another type',
    provoke: wrongAnswer(
      ({ id, questions }) =>
        encodeMessage({ id, response: true, questions: [{ name: questions[0]!.name, type: 28, class: 1 }] }),
      'it repeats another question',
    ),
  },
  {
    what: 'an answer to another class',
    provoke: wrongAnswer(
      ({ id, questions }) =>
        encodeMessage({ id, response: true, questions: [{ name: questions[0]!.name, type: 1, class: 3 }] }),
      'it repeats another question',
    ),
  },
  {
    what: 'an answer to two questions',
    provoke: wrongAnswer(
      ({ id, questions }) => encodeMessage({ id, response: true, questions: [...questions, ...questions] }),
      'it repeats 2 questions, and one was asked',
    ),
  },
  { what: 'the query itself', provoke: wrongAnswer(({ bytes }) => bytes, 'it is a query itself') },
  { what: 'a scrap', provoke: wrongAnswer(() => Uint8Array.of(1, 2, 3), 'it has 3 bytes, fewer than a header') },
  {
    what: 'a question whose name is a pointer loop',
    provoke: wrongAnswer(
      ({ bytes }) => changed(bytes, 2, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12),
      'it repeats another question',
    ),
  },
  {
    what: 'a pointer to itself',
    provoke: wrongMessage(
      (answer) => changed(answer, recordAt(answer), 0xc0 | (recordAt(answer) >> 8), recordAt(answer) & 255),
      /The compression pointer at offset \d+ goes to itself/,
      'it must go back',
    ),
  },
  {
    what: 'a pointer forward',
    provoke: wrongMessage(
      (answer) => changed(answer, recordAt(answer), 0xc0, recordAt(answer) + 8),
      /The compression pointer at offset \d+ goes forward/,
    ),
  },
  {
    what: 'a pointer that comes back to where the name was',
    provoke: wrongMessage((answer) => {
      const at = recordAt(answer);
      // A label of one byte, then a pointer to that label: round and round.
      const loop = Uint8Array.from([...answer.subarray(0, at), 1, 0x61, 0xc0, at, ...answer.subarray(at + 2)]);
      return loop;
    }, /The compression pointer at offset \d+ goes to where the name already was/),
  },
  {
    what: 'a count that claims more than there is',
    provoke: wrongMessage(
      (answer) => changed(answer, 6, 0xff, 0xff),
      'The header claims 65535 answers; the message ends after 1',
      'The readable part is shown',
    ),
  },
  {
    what: 'a count that claims less than there is',
    provoke: wrongMessage((answer) => changed(answer, 6, 0, 0), /16 bytes follow the last record/),
  },
  {
    what: 'a length of data that claims more than there is',
    provoke: wrongMessage(
      (answer) => changed(answer, answer.length - 6, 1, 0),
      /The record at offset \d+ claims 256 bytes of data; the message has 4 more/,
    ),
  },
  {
    what: 'an address in a zone that is none',
    provoke: zoneError('www A 192.0.2.300\n', 5, 7, '“192.0.2.300” is not an IPv4 address'),
  },
  {
    what: 'a type in a zone that is none, and more errors',
    provoke: zoneError('www MAIL x\nb A 1\n', 5, 5, '“MAIL” is not a record type', '(and 1 more)'),
  },
  { what: 'a parenthesis in a zone that nobody closes', provoke: zoneError('www TXT ( x\n', 5, 9, 'parenthesis') },
  {
    what: 'a zone without its SOA record',
    provoke: (bench) => rejected(bench.zone('$TTL 60\nwww A 192.0.2.1\n'), /z\.test\.zone:\d+:\d+: .*SOA/),
  },
  {
    what: 'a zone file that is not there',
    provoke: (bench) =>
      rejected(bench.zone(head, { zone: '/no/such.zone' }), 'The zone file /no/such.zone could not be read', 'ENOENT'),
  },
  {
    what: 'port 53 without permission',
    provoke: async (bench) => {
      // Another user must find the way to it.
      await chmod(bench.folder, 0o755);
      const zone = path.join(bench.folder, 'z.test.zone');
      await writeFile(zone, head);
      const helper = path.resolve(import.meta.dirname, '../../../helpers/asNobody.ts');
      const spec = {
        role: 'server',
        transport: 'udp',
        application: 'dns',
        port: 53,
        behaviour: { name: 'zone', options: { zone } },
      };
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', helper, JSON.stringify(spec)]);
      const { code, message, remedies } = JSON.parse(stdout) as ErrorData;
      assert.deepEqual(remedies, ['useAnotherPort']);
      return {
        code,
        sentence: message,
        says: [
          'No permission to listen on port 53 on 127.0.0.1',
          'kept for the administrator',
          'Use a port from 1024 to 65535',
        ],
      };
    },
  },
];

describe('what goes wrong with names is said in a sentence:', () => {
  const net = freshNet(async () => {
    await bench.registry.stopAll();
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await rm(bench.folder, { recursive: true });
  });
  let bench: Bench;
  const servers: MadeUpServer[] = [];

  beforeEach(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wirebench-'));
    const registry = new Registry({ recorder: new FakeRecorder() });
    bench = {
      registry,
      folder,
      resolver: new DnsResolver({
        registry,
        system: () => ({ servers: [], search: [], ndots: 1 }),
      }),
      async serve(answer, options) {
        const server = await MadeUpServer.start(answer, options);
        servers.push(server);
        return server;
      },
      async zone(text, options = {}) {
        const zone = path.join(folder, 'z.test.zone');
        await writeFile(zone, text);
        return net.registry.start({
          role: 'server',
          transport: 'udp',
          application: 'dns',
          port: 0,
          behaviour: { name: 'zone', options: { zone, ...options } },
        });
      },
    };
  });

  for (const { what, provoke } of cases) {
    it(what, async () => {
      const { code, sentence, says } = await provoke(bench);
      assert.notEqual(code, 'internal', sentence);
      assert.match(sentence, /^\S.*[.…)]$/su, 'it is a sentence');
      for (const part of says) {
        if (typeof part === 'string') assert.ok(sentence.includes(part), `“${part}” is not in: ${sentence}`);
        else assert.match(sentence, part);
      }
    });
  }
});
