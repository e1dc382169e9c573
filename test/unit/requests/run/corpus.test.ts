import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DnsResolver } from '../../../../src/net/dns/resolver.ts';
import { HttpClient } from '../../../../src/net/http/client.ts';
import { Registry } from '../../../../src/net/registry.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import { Runner } from '../../../../src/requests/run/runner.ts';
import { Journal } from '../../../../src/traffic/journal.ts';
import { plainRequest, RecordingServer } from '../../../helpers/recordingServer.ts';
import { startOf } from './running.ts';

interface Expected {
  readonly requests: readonly {
    readonly kind: string;
    readonly bytes?: string;
    readonly clock?: number;
    readonly chance?: number;
    readonly answers?: Readonly<Record<string, string>>;
  }[];
}

const corpus = path.resolve(import.meta.dirname, '../../../fixtures/requests');

/** The corpus of request files again, this time with what a server receives from the real client. */
for (const dialect of ['restclient', 'httpyac', 'jetbrains', 'wirebench']) {
  const folder = path.join(corpus, dialect);

  describe(`what goes out of request files of ${dialect}`, () => {
    let server: RecordingServer;
    before(async () => (server = await RecordingServer.start()));
    after(() => server.stop());

    for (const name of readdirSync(folder).filter((each) => each.endsWith('.http'))) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const expected = JSON.parse(
        readFileSync(path.join(folder, name.replace(/http$/, 'expected.json')), 'utf8'),
      ) as Expected;
      const items = parseRequestFile(text).regions.filter((region) => region.item);
      const wanted = items.flatMap((region, i) => {
        const want = expected.requests[i]!;
        return want.kind === 'http' ? [{ region: region.index, want }] : [];
      });
      if (wanted.length === 0) continue;

      it(`${name} reaches the server byte for byte`, async () => {
        let now = wanted[0]!.want;
        const sources = { now: () => now.clock ?? Date.now(), random: () => now.chance ?? 0.5 };
        const journal = new Journal({ memoryBytes: 4 * 1024 * 1024, memoryEvents: 65_536 });
        const registry = new Registry({ recorder: journal });
        const http = new HttpClient({ registry });
        const runner = new Runner({
          registry,
          http,
          dns: () => Promise.resolve(new DnsResolver({ registry, http })),
          sources,
        });
        server.requests.length = 0;
        try {
          const summary = await runner.run(
            startOf(text, {
              path: path.join(folder, name),
              variables: { host: server.host },
              regions: wanted.map(({ region }) => region),
            }),
            {
              onOutcome: ({ region }) => (now = wanted.find((one) => one.region === region)?.want ?? now),
              // A note is agreed to; what is asked for is in the file beside.
              onPrompt: ({ name: asked }) => Promise.resolve(asked === 'note' ? 'yes' : (now.answers?.[asked] ?? null)),
            },
          );
          assert.deepEqual(
            summary.outcomes.flatMap(({ label, error }) => (error === undefined ? [] : [`${label}: ${error.message}`])),
            [],
          );
          assert.deepEqual(
            server.requests.map((request, i) => plainRequest(request, wanted[i]?.want.bytes ?? '', server.host)),
            wanted.map(({ want }) => want.bytes),
          );
        } finally {
          await runner.close();
          await registry.stopAll();
          await journal.close();
        }
      });
    }
  });
}
