import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { encodeRdata } from '../../../../src/protocol/dns/encode.ts';
import { formatName, parseName } from '../../../../src/protocol/dns/name.ts';
import { decodeRdata } from '../../../../src/protocol/dns/rdata.ts';
import { isKnownType } from '../../../../src/protocol/dns/recordTypes.ts';
import { formatRdata } from '../../../../src/protocol/dns/recordText.ts';
import { typeName } from '../../../../src/protocol/dns/typeCodes.ts';
import { zoneText } from '../../../../src/protocol/dns/zone/bytes.ts';
import { parseZone } from '../../../../src/protocol/dns/zone/parse.ts';
import { formatHex } from '../../../../src/protocol/text/hex.ts';
import { formatZone, parseRdata } from '../../../helpers/dnsText.ts';

const folder = path.join('test', 'fixtures', 'zones');
const origin = parseName('example.');

/** As dnspython has each record: owner, TTL, type, bytes and text. */
const theirs = fs
  .readFileSync(path.join(folder, 'dnspython-example.records'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [name = '', ttl, type, wire = '', text = ''] = line.split('\t');
    return { name, ttl: Number(ttl), type: Number(type), wire, text };
  });

const zone = parseZone(zoneText(fs.readFileSync(path.join(folder, 'dnspython-example'))), { origin });
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('the example zone of dnspython’s own tests', () => {
  it('is the same 178 records to us', () => {
    assert.deepEqual(
      zone.problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    const row = (name: string, ttl: number, type: number, wire: string) => `${name} ${ttl} ${typeName(type)} ${wire}`;
    const ours = zone.records.map((record) =>
      row(formatName(record.name), record.ttl, record.type, formatHex(encodeRdata(record))),
    );
    assert.equal(theirs.length, 178);
    assert.deepEqual(ours.sort(), theirs.map(({ name, ttl, type, wire }) => row(name, ttl, type, wire)).sort());
  });

  it('has fields for every type in it but TYPE999', () => {
    assert.deepEqual([...new Set(theirs.filter(({ type }) => !isKnownType(type)).map(({ type }) => type))], [999]);
  });

  it('is the same bytes from its bytes, from our text of them and from its text', () => {
    for (const { type, wire, text } of theirs) {
      const data = decodeRdata(type, 1, bytesOf(wire));
      const written = formatRdata({ type, class: 1, data });
      const back = [data, parseRdata(type, written), parseRdata(type, text)];
      assert.deepEqual(
        back.map((one) => formatHex(encodeRdata({ type, class: 1, data: one }))),
        [wire, wire, wire],
        `${typeName(type)} ${text}`,
      );
    }
  });

  it('is written so that it is read the same', () => {
    const again = parseZone(formatZone(zone.records, origin), { origin });
    const rows = (records: typeof zone.records) =>
      records.map((record) => `${formatName(record.name)} ${record.ttl} ${formatHex(encodeRdata(record))}`).sort();
    assert.deepEqual(rows(again.records), rows(zone.records));
  });
});
