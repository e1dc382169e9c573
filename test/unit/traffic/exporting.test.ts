import assert from 'node:assert/strict';
import { endings } from '../../../src/traffic/endings.ts';
import { exportChunks, isoMicroseconds, writeExport, type ExportedEvent } from '../../../src/traffic/exporting.ts';
import { Journal } from '../../../src/traffic/journal.ts';
import { TrafficView } from '../../../src/traffic/view.ts';

function example(events: number): Journal {
  const journal = new Journal({ now: () => 1_738_332_330_123.5 });
  const endpoint = journal.addEndpoint('echo');
  const connection = journal.addConnection(
    endpoint,
    'tcp',
    { host: '127.0.0.1', port: 1 },
    { host: '127.0.0.1', port: 5555 },
  ).id;
  for (let i = 0; i < events; i++)
    journal.append('data', i % 2 ? 'out' : 'in', { endpoint, id: connection }, Buffer.from(`message ${i}`));
  return journal;
}

const decode = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

async function exported(journal: Journal, source: Journal | TrafficView, format: 'text' | 'jsonl'): Promise<string> {
  let text = '';
  const hexDump = (bytes: Uint8Array) => `${Buffer.from(bytes).toString('hex')}\n`;
  await writeExport(
    journal,
    source,
    { write: (chunk) => Promise.resolve(void (text += chunk)) },
    { format, decode, hexDump },
  );
  return text;
}

describe('exports', () => {
  it('write a JSON object a line that holds all of each event', async () => {
    const journal = example(20_000);
    const lines = (await exported(journal, journal, 'jsonl')).trimEnd().split('\n');
    assert.equal(lines.length, 20_000);
    lines.forEach((line, i) => {
      const event = JSON.parse(line) as ExportedEvent;
      assert.equal(Buffer.from(event.base64!, 'base64').toString(), `message ${i}`);
      assert.equal(event.text, `message ${i}`);
      assert.equal(event.seq, i);
    });
    assert.deepEqual(JSON.parse(lines[1]!), {
      seq: 1,
      time: '2025-01-31T14:05:30.123500Z',
      endpoint: 1,
      endpointName: 'echo',
      connection: 1,
      peer: '127.0.0.1:5555',
      kind: 'data',
      direction: 'out',
      length: 9,
      base64: 'bWVzc2FnZSAx',
      text: 'message 1',
    });
  });

  it('write the rows of a view, and only those', async () => {
    const journal = example(10);
    const view = new TrafficView(journal, 'text:"message 7"');
    while (await view.update());
    assert.equal(
      await exported(journal, view, 'text'),
      '#7 2025-01-31T14:05:30.123500Z echo -> 127.0.0.1:5555 data, 9 bytes\n6d6573736167652037\n',
    );
  });

  it('say what happened in words, and give it no length', async () => {
    const journal = new Journal({ now: () => 1_738_332_330_123.5 });
    const endpoint = journal.addEndpoint('echo');
    const address = { host: '127.0.0.1', port: 5555 };
    const connection = journal.addConnection(endpoint, 'tcp', address, address).id;
    journal.append('error', 'none', { endpoint, id: 0 }, Buffer.from('{"code":"x","message":"boom\\nboom"}'));
    journal.append('closed', 'none', { endpoint, id: connection }, Buffer.from(endings['reset-by-peer'].text));
    assert.equal(
      await exported(journal, journal, 'text'),
      '#0 2025-01-31T14:05:30.123500Z echo -- error: boom boom\n' +
        '#1 2025-01-31T14:05:30.123500Z echo -- 127.0.0.1:5555 closed: reset by the peer\n',
    );
    const lines = (await exported(journal, journal, 'jsonl')).trimEnd().split('\n');
    const { length, base64, text } = JSON.parse(lines[1]!) as ExportedEvent;
    assert.deepEqual({ length, base64, text }, { length: 0, base64: undefined, text: 'reset by the peer' });
  });

  it('stop when they are cancelled, and say how far they are', async () => {
    const journal = example(20_000);
    const cancel = new AbortController();
    const progress: number[] = [];
    const options = {
      format: 'jsonl' as const,
      signal: cancel.signal,
      onProgress: (done: number) => void progress.push(done),
    };
    await assert.rejects(
      async () => {
        for await (const chunk of exportChunks(journal, journal, options)) if (chunk.events > 0) cancel.abort();
      },
      { name: 'AbortError' },
    );
    assert.equal(progress.length, 1);
    assert.ok(progress[0]! < 20_000);
  });

  it('leave out what is forgotten before its turn', async () => {
    const journal = example(20_000);
    const view = new TrafficView(journal, 'dir:in');
    while (await view.update(1000));
    const seqs: number[] = [];
    let first = true;
    for await (const { text } of exportChunks(journal, view, { format: 'jsonl' })) {
      for (const line of text.trimEnd().split('\n')) seqs.push((JSON.parse(line) as ExportedEvent).seq);
      if (!first) continue;
      first = false;
      journal.clear();
      assert.equal(view.snapshot().rows, 0);
    }
    assert.ok(seqs.length > 0 && seqs.length < 10_000);
    assert.deepEqual(
      seqs,
      seqs.map((_, i) => i * 2),
    );
  });

  it('write times with microseconds', () => {
    assert.equal(isoMicroseconds(0), '1970-01-01T00:00:00.000000Z');
    assert.equal(isoMicroseconds(1.25), '1970-01-01T00:00:00.001250Z');
  });
});
