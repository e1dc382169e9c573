import type { HttpItem } from '../../model.ts';
import type { CertificateForm } from '../kind.ts';

const tags: CertificateForm = {
  anyway: '# @no-reject-unauthorized',
  authority: '# @ca FILE',
  where: 'above the request',
  at: (text, { start }) => text.lastIndexOf('\n', start - 1) + 1,
  around: ['', '\n'],
};
const curlOptions: CertificateForm = {
  anyway: '--insecure',
  authority: '--cacert FILE',
  where: 'in the command',
  at: (_text, { start }) => start + 'curl'.length,
  around: [' ', ''],
};

export function certificateForm({ curl }: HttpItem): CertificateForm {
  return curl === undefined ? tags : curlOptions;
}
