import assert from 'node:assert/strict';
import type { EndpointSpec } from '../../../src/net/spec.ts';
import { refusal, savedServerRefusal } from '../../../src/vscode/trust.ts';

const server = (name: string): EndpointSpec => ({ role: 'server', transport: 'tcp', port: 0, behaviour: { name } });

describe('an untrusted workspace', () => {
  it('starts what a person asks for by hand', () => {
    assert.equal(refusal(server('echo'), false), undefined);
    assert.equal(refusal({ role: 'client', transport: 'tcp', host: '127.0.0.1', port: 1 }, false), undefined);
    assert.equal(refusal(server('toString'), false), undefined);
  });

  it('has no saved servers', () => {
    assert.equal(savedServerRefusal(false)?.code, 'untrusted-workspace');
    assert.equal(savedServerRefusal(true), undefined);
  });

  it('runs no script and sends no file', () => {
    assert.equal(refusal(server('script'), false)?.code, 'untrusted-workspace');
    assert.match(refusal(server('file'), false)?.message ?? '', /not trusted/);
    assert.equal(refusal(server('script'), true), undefined);
  });
});
