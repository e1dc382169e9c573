import assert from 'node:assert/strict';
import { multipartForm } from '../../../../src/protocol/http/multipart.ts';

describe('multipart forms', () => {
  it('are text, bytes and files in order, names escaped as browsers do', () => {
    const { contentType, sources } = multipartForm(
      [
        { name: 'a"\r\nb', text: 'é' },
        { name: 'data', bytes: Uint8Array.of(0, 255), filename: 'x.bin' },
        { name: 'file', path: '/some/folder/pic.png', contentType: 'image/png' },
      ],
      'XX',
    );
    assert.equal(contentType, 'multipart/form-data; boundary=XX');
    const shown = sources.map((source) =>
      source.kind === 'file' ? `<${source.path}>` : Buffer.from(source.bytes).toString('latin1'),
    );
    assert.equal(
      shown.join(''),
      '--XX\r\nContent-Disposition: form-data; name="a%22%0D%0Ab"\r\n\r\n\xc3\xa9\r\n' +
        '--XX\r\nContent-Disposition: form-data; name="data"; filename="x.bin"\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff\r\n' +
        '--XX\r\nContent-Disposition: form-data; name="file"; filename="pic.png"\r\nContent-Type: image/png\r\n\r\n</some/folder/pic.png>\r\n--XX--\r\n',
    );
  });
});
