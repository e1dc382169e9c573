import assert from 'node:assert/strict';
import path from 'node:path';
import type { EndpointSpec } from '../../../../src/endpoints/spec.ts';
import { zoneFilesOf, zoneFilesText } from '../../../../src/net/dns/zoneBehaviour.ts';
import { withWholePaths } from '../../../../src/vscode/actions/specPaths.ts';

const folder = path.resolve('/work space');

describe('files that a spec names', () => {
  it('are found from the workspace folder: a script, rules, a certificate', () => {
    const server: EndpointSpec = {
      role: 'server',
      transport: 'tls',
      port: 0,
      behaviour: { name: 'script', options: { file: 'lab/shout.mjs' } },
      tls: { certFile: 'cert.pem', keyFile: path.resolve('/keys/key.pem'), cert: 'cert.pem' },
    };
    assert.deepEqual(withWholePaths(server, folder), {
      ...server,
      behaviour: { name: 'script', options: { file: path.join(folder, 'lab', 'shout.mjs') } },
      tls: { certFile: path.join(folder, 'cert.pem'), keyFile: path.resolve('/keys/key.pem'), cert: 'cert.pem' },
    });
  });

  it('are found from there by a zone too, which may include what is in it', () => {
    const server = (options: Readonly<Record<string, string>>): EndpointSpec => ({
      ...{ role: 'server', transport: 'udp', application: 'dns', port: 0 },
      behaviour: { name: 'zone', options },
    });
    const optionsOf = (options: Readonly<Record<string, string>>) => {
      const spec = withWholePaths(server(options), folder);
      return 'behaviour' in spec ? spec.behaviour.options : undefined;
    };
    const zone = path.join(folder, 'zones', 'a.zone');
    assert.deepEqual(optionsOf({ zone: 'zones/a.zone' }), { zone, includes: folder });
    const [one, two] = [path.join(folder, 'a.zone'), path.join(folder, 'b,c.zone')];
    assert.equal(optionsOf({ zone: 'a.zone, b.zone' })?.['zone'], `${one}, ${path.join(folder, 'b.zone')}`);
    // A path may have a comma in it.
    assert.equal(optionsOf({ zone: zoneFilesText([one, two]) })?.['zone'], `${one}\n${two}\n`);
    assert.deepEqual(zoneFilesOf(zoneFilesText([two])), [two]);
    assert.deepEqual(optionsOf({ zone, includes: 'zones' }), { zone, includes: path.join(folder, 'zones') });
  });

  it('are only those: other options, and specs from settings of any shape, stay as they are', () => {
    const fixed: EndpointSpec = {
      role: 'server',
      transport: 'tcp',
      port: 0,
      behaviour: { name: 'fixed', options: { reply: 'file' } },
    };
    assert.deepEqual(withWholePaths(fixed, folder), fixed);
    for (const odd of [
      { behaviour: null },
      { behaviour: 'echo' },
      { tls: null },
      { behaviour: { name: 5, options: {} } },
    ]) {
      const spec = { role: 'server', transport: 'tcp', port: 0, ...odd } as unknown as EndpointSpec;
      assert.deepEqual(withWholePaths(spec, folder), spec);
    }
  });
});
