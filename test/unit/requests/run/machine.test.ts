import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { presentationOf } from '../../../../src/requests/words/table.ts';
import { freePort } from '../../../helpers/nets.ts';
import { bench, brief, type Bench } from './running.ts';

describe('LOOKUP, about this machine', () => {
  let one: Bench;
  before(() => {
    one = bench();
  });
  after(() => one.close());

  it('tells the socket at an address: its state, transport, program and pid', async () => {
    const port = await freePort();
    const text = [
      ...[`SERVE tcp://127.0.0.1:${port}`, '', '###', `LOOKUP socket 127.0.0.1:${port}`, ''],
      ...['?? state == LISTEN', '?? transport == tcp', `?? pid == ${process.pid}`, `?? port == ${port}`],
      ...['?? program exists', '?? receiveQueue == 0', '?? rows[0].state == LISTEN', ''],
      ...['###', `LOOKUP socket localhost:${port}`, '', '?? state == LISTEN', ''],
      ...['###', `LOOKUP socket ${port}/udp`, '', '?? state == FREE', '?? pid not exists', ''],
      ...['###', `LOOKUP socket 127.0.1.1:${port}`, '', '?? state == FREE', '?? state == LISTEN'],
    ].join('\n');
    const { outcomes } = await one.run(text);
    assert.deepEqual(outcomes.map(brief), ['passed', 'passed', 'passed', 'passed', 'failed failed: state == LISTEN']);
  });

  it('tells a socket of UDP', async () => {
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const { port } = udp.address();
    const { outcomes } = await one.run(`LOOKUP socket :${port}\n\n?? state == BOUND\n?? transport == udp\n`);
    const closed = once(udp, 'close');
    udp.close();
    await closed;
    assert.deepEqual(outcomes.map(brief), ['passed']);
  });

  it('lists all sockets, for checks on any or every one, as a table', async () => {
    const port = await freePort();
    const sockets = `LOOKUP sockets\n\n?? sockets any port == ${port}\n?? sockets every state exists\n?? count > 0\n`;
    const { outcomes } = await one.run(`SERVE tcp://127.0.0.1:${port}\n\n###\n${sockets}?? sockets any port == 1x\n`);
    assert.equal(brief(outcomes[1]!), 'failed failed: sockets any port == 1x');
    const { verdict, lines, text } = presentationOf(outcomes[1]!.result!);
    assert.match(verdict, /^\d+ sockets?$/);
    const [head, ...rows] = lines();
    assert.match(head!, /^transport +address +host +port +/);
    assert.ok(rows.some((row) => row.startsWith('tcp ') && row.includes(` 127.0.0.1:${port} `)));
    assert.equal(text!(), lines().join('\n'));
  });

  it('lists the interfaces with their addresses', async () => {
    const [name] = Object.keys(networkInterfaces());
    const text = `LOOKUP interfaces\n\n?? interfaces any address == 127.0.0.1\n?? interfaces any loopback == true\n?? interfaces any name == ${name}\n?? interfaces any prefix == 8\n`;
    const { outcomes } = await one.run(text);
    assert.deepEqual(outcomes.map(brief), ['passed']);
  });

  it('says so if it is asked for what is none, or in an untrusted workspace', async () => {
    for (const [line, code] of [
      ['socket', 'bad-request-line'],
      ['socket nowhere:x', 'bad-value'],
      ['socket 127.0.0.1:70000', 'bad-value'],
      ['sockets 127.0.0.1:80', 'bad-request-line'],
      ['sockts', 'unknown-word'],
    ] as const) {
      const { outcomes } = await one.run(`LOOKUP ${line}\n`);
      assert.equal(outcomes[0]!.error?.code, code, line);
    }
    for (const line of ['socket :80', 'sockets', 'interfaces']) {
      const { outcomes } = await one.run(`LOOKUP ${line}\n`, { trusted: false });
      assert.equal(outcomes[0]!.error?.code, 'untrusted-workspace', line);
    }
    const late = await one.run('@what = sockets\n\nLOOKUP {{what}} x\n', { trusted: false });
    assert.notEqual(late.outcomes[0]!.state, 'passed');
  });
});
