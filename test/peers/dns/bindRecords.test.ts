import assert from 'node:assert/strict';
import { encodeRdata } from '../../../src/protocol/dns/encode.ts';
import { parseName } from '../../../src/protocol/dns/name.ts';
import { formatRdata } from '../../../src/protocol/dns/recordText.ts';
import { NOT_IN_ZONES, typeCode } from '../../../src/protocol/dns/typeCodes.ts';
import { formatHex } from '../../../src/protocol/text/hex.ts';
import { askBindAll, bindTypes } from '../../helpers/bind.ts';
import { RDATA_VECTORS } from '../../helpers/dnsVectors.ts';
import { parseRdata } from '../../helpers/dnsText.ts';

const origin = parseName('wirebench.test.');

/** Registered since 2023: not every bind9 of today's systems has them all. The last two are in none. */
const YOUNG = ['RESINFO', 'WALLET', 'DSYNC', 'HHIT', 'BRID', 'CLA', 'IPN'];

/** Times that bind9 takes for those of the century before: serial numbers have no beginning (RFC 4034, section 3.1.5). */
const FAR_TIME = ' 21060207062815 ';

/** Nor are these parameters of SVCB. */
const NEW_PARAMETERS = /ohttp|tls-supported-groups|docpath/;

const all = Object.entries(RDATA_VECTORS)
  .map(([type, texts]) => ({ type, code: typeCode(type)!, texts }))
  .filter(({ code }) => !NOT_IN_ZONES.has(code))
  .flatMap(({ type, code, texts }) =>
    texts
      .filter((text) => !text.includes(FAR_TIME) && !NEW_PARAMETERS.test(text))
      .map((text) => {
        const data = parseRdata(code, text, origin);
        const record = { type: code, class: 1, data };
        return { type, code, written: formatRdata(record), wire: formatHex(encodeRdata(record)) };
      }),
  );

describe('the data of every record type and bind9', function () {
  this.timeout(120_000);

  it('is the same bytes to both, from our text and from its own', async () => {
    const theirTypes = bindTypes();
    const cases = all.filter(({ type }) => theirTypes.has(type) || !YOUNG.includes(type));
    const answers = await askBindAll(cases.map(({ type, written }) => `IN ${type} ${written}`));
    const differences = cases.flatMap(({ type, code, written, wire }, i) => {
      const { wire: theirs, text = '', error } = answers[i]!;
      if (theirs !== wire) return [`${type} ${written}: ${wire} to us, ${theirs ?? error} to bind9`];
      const back = formatHex(encodeRdata({ type: code, class: 1, data: parseRdata(code, text) }));
      return back === wire ? [] : [`${type} ${text}: bind9's text of ${wire} is ${back} to us`];
    });
    assert.deepEqual(differences, []);
    assert.ok(cases.length > 150, `${cases.length} records`);
  });
});
