import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zoneIncludes } from '../../../../src/net/dns/zoneIncludes.ts';
import { touched } from '../../../helpers/touched.ts';

describe('what a zone file includes', () => {
  let top = '';
  let zone = '';

  before(() => {
    top = fs.mkdtempSync(path.join(fs.realpathSync(tmpdir()), 'wirebench-includes-'));
    fs.mkdirSync(path.join(top, 'lab', 'sub'), { recursive: true });
    fs.mkdirSync(path.join(top, 'shared'));
    zone = path.join(top, 'lab', 'a.zone');
    for (const file of ['lab/a.zone', 'lab/sub/hosts', 'shared/more', 'secret'])
      fs.writeFileSync(path.join(top, file), `; ${file}\n`);
    fs.symlinkSync('../secret', path.join(top, 'lab', 'link'));
    fs.symlinkSync('../shared/more', path.join(top, 'lab', 'common'));
  });

  after(() => fs.rmSync(top, { recursive: true }));

  it('is in its folder and below, or in the folder that is given', () => {
    const read = zoneIncludes(zone, path.join(top, 'shared'));
    assert.equal(read('sub/hosts', undefined)?.text, '; lab/sub/hosts\n');
    assert.equal(read('../a.zone', path.join(top, 'lab/sub/hosts'))?.text, '; lab/a.zone\n');
    assert.equal(read('../shared/more', undefined)?.text, '; shared/more\n');
    assert.equal(read('common', undefined)?.text, '; shared/more\n');
    assert.equal(zoneIncludes(zone)('common', undefined), undefined);
  });

  it('is not looked up where it is elsewhere', async () => {
    const outside = ['../secret', path.join(top, 'secret'), '/etc/passwd', '//evil.example/share/x', 'link', '..', '.'];
    const { paths: asked } = await touched(() => {
      for (const name of outside) assert.equal(zoneIncludes(zone)(name, undefined), undefined, name);
    });
    const lab = path.join(top, 'lab');
    assert.ok(asked.includes(path.join(lab, 'link')), 'the link itself is looked at');
    // Its real path is asked for name by name from the root of the file system.
    const elsewhere = asked.filter((file) => file !== lab && !lab.startsWith(file) && !file.startsWith(lab + path.sep));
    assert.deepEqual(elsewhere, []);
  });
});
