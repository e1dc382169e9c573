import assert from 'node:assert/strict';
import type { EndpointSpec } from '../../../src/endpoints/spec.ts';
import { refusalToStart, savedServerRefusal } from '../../../src/vscode/trust.ts';

const server = (name: string): EndpointSpec => ({ role: 'server', transport: 'tcp', port: 0, behaviour: { name } });
const byHand = { trusted: false, typed: true };

describe('an untrusted workspace', () => {
  it('starts what a person asks for by hand', () => {
    assert.equal(refusalToStart(server('echo'), byHand), undefined);
    assert.equal(refusalToStart({ role: 'client', transport: 'tcp', host: '127.0.0.1', port: 1 }, byHand), undefined);
    assert.equal(refusalToStart(server('toString'), byHand), undefined);
    assert.equal(refusalToStart({ ...server('echo'), host: '0.0.0.0' }, byHand), undefined);
  });

  it('opens no server to others where nobody typed that', () => {
    const refused = refusalToStart({ ...server('echo'), host: '0.0.0.0' }, { trusted: false });
    assert.equal(
      refused?.message,
      'The address 0.0.0.0 opens a server to other machines, and this workspace is not trusted: the server was not started. Trust the workspace to allow it.',
    );
    assert.deepEqual(refused.remedies, ['trustWorkspace']);
  });

  it('has no saved servers', () => {
    assert.equal(savedServerRefusal(false)?.code, 'untrusted-workspace');
    assert.equal(savedServerRefusal(true), undefined);
  });

  it('runs no script and sends no file', () => {
    assert.equal(refusalToStart(server('script'), byHand)?.code, 'untrusted-workspace');
    assert.match(refusalToStart(server('file'), byHand)!.message, /not trusted/);
    assert.equal(refusalToStart(server('script'), { trusted: true }), undefined);
  });
});
