import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadZone } from '../../../../src/net/dns/zoneFile.ts';
import { TYPES } from '../../../../src/protocol/dns/typeCodes.ts';
import { formatRecord } from '../../../helpers/dnsText.ts';

describe('a zone file that is served', () => {
  let folder: string;

  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'wirebench-zone-'))));
  after(() => rm(folder, { recursive: true }));

  const zone = async (bytes: Buffer) => {
    const file = path.join(folder, 'z.test.zone');
    await writeFile(file, bytes);
    return file;
  };
  const apex = '$TTL 60\n@ IN SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n';

  it('keeps the bytes of a file that is not UTF-8, and of one that it includes', async () => {
    await writeFile(path.join(folder, 'more.part'), Buffer.from('b TXT "na\xefve"\n', 'latin1'));
    const file = await zone(Buffer.from(`${apex}a TXT café "\xfc"\n$INCLUDE more.part\n`, 'latin1'));
    const { zone: loaded, files } = loadZone(file);
    assert.deepEqual(loaded.records.filter(({ type }) => type === TYPES.TXT).map(formatRecord), [
      'a.z.test. 60 IN TXT "caf\\233" "\\252"',
      'b.z.test. 60 IN TXT "na\\239ve"',
    ]);
    assert.equal(files.length, 2);
  });

  it('is refused where data is too short, with its place', async () => {
    const file = await zone(Buffer.from(`${apex}k DNSKEY 257 3 13\nd DS 1 13 99\ns SSHFP 1 1\n`));
    assert.throws(
      () => loadZone(file),
      (error: Error) => {
        assert.match(error.message, /z\.test\.zone:5:3: The key is missing\. \(and 2 more\)$/u);
        return true;
      },
    );
  });
});
