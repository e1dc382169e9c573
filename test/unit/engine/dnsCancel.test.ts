import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { EngineChannel } from '../../../src/engine/client.ts';
import { engineInProcess } from '../../helpers/engineInProcess.ts';

describe('calling off questions about names', () => {
  let channel: EngineChannel;
  /** Hears questions and never answers. */
  let silent: Socket;
  let server: string;

  beforeEach(async () => {
    ({ channel } = engineInProcess());
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
    const cancel = new AbortController();
    const answer = channel.request(
      'names.lookup',
      { what: 'host', subject: 'localhost', withDns: true, server },
      { signal: cancel.signal },
    );
    const failure = assert.rejects(answer, {
      code: 'cancelled',
      message: 'The look-up of host localhost was cancelled.',
    });
    await asked;
    cancel.abort();
    await failure;
  });

  it('ends a trace with the steps that it has, and finds no fault with the server that was being asked', async () => {
    const asked = once(silent, 'message');
    const hints = [{ name: 'the first server', addresses: ['127.0.0.1'] }];
    const cancel = new AbortController();
    const spec = { name: 'www.wirebench.test', hints, port: silent.address().port };
    const trace = channel.request('dns.trace', { spec }, { signal: cancel.signal });
    await asked;
    cancel.abort();
    const { steps, findings } = await trace;
    assert.deepEqual({ steps, findings }, { steps: [], findings: [] });
  });
});
