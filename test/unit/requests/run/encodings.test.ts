import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readEnvironments } from '../../../../src/requests/environments.ts';
import { parseRequestFile } from '../../../../src/requests/parse.ts';
import type { RequestOutcome } from '../../../../src/requests/run/outcome.ts';
import { bodyOf, RecordingServer } from '../../../helpers/recordingServer.ts';
import { bench, brief, type Bench } from './running.ts';

describe('files that are not UTF-8', () => {
  let the: Bench;
  let server: RecordingServer;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-test-'));
    server = await RecordingServer.start();
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    the = bench();
    server.requests.length = 0;
  });
  afterEach(() => the.close());

  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, Buffer.from(text, 'latin1'));
    return file;
  };
  /** As an editor, or the command line, reads a file: what cannot be read is U+FFFD. */
  const send = async (name: string, text: string): Promise<readonly RequestOutcome[]> => {
    const file = write(name, text.replaceAll('HOST', server.host));
    const read = new TextDecoder().decode(Buffer.from(text.replaceAll('HOST', server.host), 'latin1'));
    return (await the.run(read, { path: file })).outcomes;
  };

  it('do not go out with U+FFFD: the byte is named, and where it stands', async () => {
    const text = '# caf\xe9\nGET http://HOST/first\n\n###\nPOST http://HOST/second\n\nGr\xfc\xdfe\n';
    const [first, second] = await send('a.http', text);
    assert.equal(brief(first!), 'passed');
    assert.equal(brief(second!), 'error file not-utf-8');
    assert.match(
      second!.error!.message,
      /^a\.http is not UTF-8: its byte e9 at offset 5 \(line 1\) .* cp1252.*save the file as UTF-8\.$/,
    );
    const { text: read } = parseRequestFile(
      new TextDecoder().decode(Buffer.from(text.replaceAll('HOST', server.host), 'latin1')),
    );
    assert.equal(read[second!.error!.facts!['start'] as number], '\ufffd');
    assert.equal(server.requests.length, 1);
  });

  it('nor do their variables', async () => {
    const outcomes = await send('b.http', '@a = caf\xe9\nGET http://HOST/{{a}}\n');
    assert.deepEqual(outcomes.map(brief), ['error file not-utf-8']);
  });

  it('are told from those in which U+FFFD is written', async () => {
    const outcomes = await send('c.http', 'POST http://HOST/\n\n\xef\xbf\xbd\n');
    assert.deepEqual(outcomes.map(brief), ['passed']);
    assert.equal(bodyOf(server.requests[0]!), '\xef\xbf\xbd');
  });

  it('are marked where the first such character stands, while they are written', () => {
    const text = '@a = \ufffd\ufffd\nPOST http://h\n\n\ufffd\n\n###\n# \ufffd\nGET http://h\n';
    assert.deepEqual(
      parseRequestFile(text).problems.map(({ code, severity, start, end }) => [code, severity, start, end]),
      [['not-utf-8', 'warning', 5, 6]],
    );
  });

  it('are filled in by <@ only in their encoding', async () => {
    write('latin.txt', 'caf\xe9 {{a}}\n');
    const text = '@a = 1\nPOST http://HOST/\nContent-Type: text/plain; charset=utf-8\n\n<@ latin.txt\n';
    const [outcome] = await send('d.http', text);
    assert.equal(brief(outcome!), 'error file not-utf-8');
    assert.match(
      outcome!.error!.message,
      /^latin\.txt is not UTF-8: its byte e9 at offset 3 \(line 1\).*<@cp1252 latin\.txt\.$/,
    );
    assert.equal(outcome!.error!.facts!['start'], text.replaceAll('HOST', server.host).indexOf('<@'));
    assert.deepEqual((await send('d.http', text.replace('<@ ', '<@cp1252 '))).map(brief), ['passed']);
    assert.equal(bodyOf(server.requests[0]!), 'caf\xe9 1\n');
    // As they are, bytes are bytes.
    assert.deepEqual((await send('d.http', text.replace('<@ ', '< '))).map(brief), ['passed']);
    assert.equal(bodyOf(server.requests[1]!), 'caf\xe9 {{a}}\n');
  });

  it('give no variables: environments and .env', async () => {
    const { problems } = readEnvironments({
      files: [{ name: 'http-client.env.json', text: Buffer.from('{"dev": {"a": "\xe9"}}', 'latin1') }],
    });
    assert.deepEqual(
      problems.map(({ code, message }) => [code, /byte e9 at offset 15/.test(message)]),
      [['not-utf-8', true]],
    );
    write('.env', 'A=caf\xe9\n');
    const outcomes = await send('e.http', 'GET http://HOST/{{$dotenv A}}\n');
    assert.deepEqual(outcomes.map(brief), ['error file not-utf-8']);
    rmSync(path.join(folder, '.env'));
    assert.deepEqual(server.requests, []);
  });
});
