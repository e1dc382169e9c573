import assert from 'node:assert/strict';
import { compareAnswers, type ComparedRow } from '../../../../src/protocol/dns/compare.ts';
import { encodeMessage } from '../../../../src/protocol/dns/encode.ts';
import { ednsRecord, type MessageParts } from '../../../../src/protocol/dns/message.ts';
import { parseName } from '../../../../src/protocol/dns/name.ts';
import { makeRecord } from '../../../helpers/dnsHostile.ts';

const www = parseName('www.wirebench.test');
const a = (address: string, more: object = {}) => ({ ...makeRecord('A', address, www), ...more });

const message = (parts: MessageParts): Uint8Array =>
  encodeMessage({
    id: 1,
    response: true,
    authoritative: true,
    questions: [{ name: www, type: 1, class: 1 }],
    ...parts,
  });

/** `+` where a server says it, `-` where it does not; `!` in front where they differ. */
const lines = (rows: readonly ComparedRow[]) =>
  rows.map(({ section, text, by, differs }) => {
    const marks = by.map((says) => (says ? '+' : '-')).join('');
    return `${differs ? '!' : ' '}${marks} ${section}: ${text}`;
  });

describe('answers side by side', () => {
  it('agree where only IDs, TTLs, the order of records, letters and EDNS differ', () => {
    const one = message({ answers: [a('192.0.2.1'), a('192.0.2.2')], additionals: [ednsRecord()] });
    const other = message({
      id: 9,
      answers: [a('192.0.2.2', { ttl: 5 }), a('192.0.2.1', { ttl: 5, name: parseName('WWW.WireBench.TEST') })],
    });
    assert.deepEqual(lines(compareAnswers([one, other])), [
      ' ++ status: NOERROR',
      ' ++ flags: aa',
      ' ++ answers: www.wirebench.test. A 192.0.2.1',
      ' ++ answers: www.wirebench.test. A 192.0.2.2',
    ]);
  });

  it('agree where the names in the data differ in case only', () => {
    const mx = (host: string) =>
      message({ answers: [makeRecord('MX', `10 ${host}`, www), makeRecord('TXT', 'Text', www)] });
    assert.deepEqual(lines(compareAnswers([mx('Mail.wirebench.test.'), mx('mail.WIREBENCH.test.')])), [
      ' ++ status: NOERROR',
      ' ++ flags: aa',
      ' ++ answers: www.wirebench.test. MX 10 mail.wirebench.test.',
      ' ++ answers: www.wirebench.test. TXT "Text"',
    ]);
  });

  it('differ record by record, with who says which', () => {
    const rows = compareAnswers([
      message({ answers: [a('192.0.2.1'), a('192.0.2.2')] }),
      message({ answers: [a('192.0.2.2')] }),
      message({ answers: [a('192.0.2.2'), a('192.0.2.3')] }),
    ]);
    assert.deepEqual(lines(rows), [
      ' +++ status: NOERROR',
      ' +++ flags: aa',
      '!+-- answers: www.wirebench.test. A 192.0.2.1',
      ' +++ answers: www.wirebench.test. A 192.0.2.2',
      '!--+ answers: www.wirebench.test. A 192.0.2.3',
    ]);
  });

  it('differ by status, by flags and by authority', () => {
    const soa = makeRecord('SOA', 'ns1 hostmaster 7 1 1 1 1');
    const rows = compareAnswers([
      message({ rcode: 3, authorities: [soa] }),
      message({ rcode: 0, authoritative: false, recursionAvailable: true, authenticData: true }),
      message({ rcode: 0, authoritative: false, truncated: true }),
    ]);
    assert.deepEqual(lines(rows), [
      '!+-- status: NXDOMAIN',
      '!-++ status: NOERROR',
      '!+-- flags: aa',
      '!-+- flags: ra ad',
      '!--+ flags: tc',
      '!+-- authorities: wirebench.test. SOA ns1.wirebench.test. hostmaster.wirebench.test. 7 1 1 1 1',
    ]);
  });

  it('says that there are no flags', () => {
    assert.deepEqual(lines(compareAnswers([message({ authoritative: false })])), [
      ' + status: NOERROR',
      ' + flags: no flags',
    ]);
  });

  it('does not count a server that gave no answer as one that differs', () => {
    const answer = message({ answers: [a('192.0.2.1')] });
    assert.deepEqual(lines(compareAnswers([answer, undefined, answer])), [
      ' +-+ status: NOERROR',
      ' +-+ flags: aa',
      ' +-+ answers: www.wirebench.test. A 192.0.2.1',
    ]);
    assert.deepEqual(compareAnswers([undefined, undefined]), []);
    assert.deepEqual(compareAnswers([]), []);
  });

  it('counts a record that a server says twice once', () => {
    assert.deepEqual(lines(compareAnswers([message({ answers: [a('192.0.2.1'), a('192.0.2.1')] })])), [
      ' + status: NOERROR',
      ' + flags: aa',
      ' + answers: www.wirebench.test. A 192.0.2.1',
    ]);
  });

  it('are compared as far as they can be read', () => {
    const whole = message({ answers: [a('192.0.2.1'), a('192.0.2.2')] });
    const cut = whole.slice(0, whole.length - 2);
    assert.deepEqual(lines(compareAnswers([whole, cut, new Uint8Array(0)])).slice(0, 3), [
      ' +++ status: NOERROR',
      '!++- flags: aa',
      '!--+ flags: no flags',
    ]);
    assert.ok(lines(compareAnswers([whole, cut])).includes(' ++ answers: www.wirebench.test. A 192.0.2.1'));
    assert.ok(lines(compareAnswers([whole, cut])).includes('!+- answers: www.wirebench.test. A 192.0.2.2'));
  });
});
