import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { errorData } from '../../../src/base/errors.ts';
import { RequestChannel } from '../../../src/engine/client.ts';
import { Engine } from '../../../src/engine/engine.ts';

describe('calling off questions about names', () => {
  let channel: RequestChannel;
  /** Hears questions and never answers. */
  let silent: Socket;
  let server: string;

  beforeEach(async () => {
    const engine = new Engine({}, (notice) => channel.receive({ kind: 'notice', notice }));
    channel = new RequestChannel((message) => {
      engine.handle(message).then(
        (result) => channel.receive({ kind: 'result', id: message.id, result }),
        (error: unknown) => channel.receive({ kind: 'failure', id: message.id, error: errorData(error) }),
      );
    });
    silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    server = `127.0.0.1:${silent.address().port}`;
  });
  afterEach(async () => {
    await channel.request('engine.shutdown', null);
    silent.close();
  });

  it('ends the wait for what the system and DNS say at once, with a sentence', async () => {
    const asked = once(silent, 'message');
    const answer = channel.request('names.lookup', {
      query: 7,
      what: 'host',
      subject: 'localhost',
      withDns: true,
      server,
    });
    const failure = assert.rejects(answer, {
      code: 'cancelled',
      message: 'The look-up of host localhost was called off.',
    });
    await asked;
    await channel.request('dns.cancel', { query: 7 });
    await failure;
    // It is over: calling it off again does nothing.
    await channel.request('dns.cancel', { query: 7 });
  });

  it('ends a trace with the steps that it has, and finds no fault with the server that was being asked', async () => {
    const asked = once(silent, 'message');
    const hints = [{ name: 'the first server', addresses: ['127.0.0.1'] }];
    const trace = channel.request('dns.trace', {
      query: 8,
      spec: { name: 'www.wirebench.test', hints, port: silent.address().port },
    });
    await asked;
    await channel.request('dns.cancel', { query: 8 });
    const { steps, findings } = await trace;
    assert.deepEqual({ steps, findings }, { steps: [], findings: [] });
  });
});
