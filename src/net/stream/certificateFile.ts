import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TlsServerSpec } from '../../endpoints/spec.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { ownCertificate } from './ownCertificate.ts';

/** The certificate of a TLS server as a file in PEM form, for programs that should trust it. */
interface CertificateFile {
  readonly path: string;
  /** Idempotent. A file that the user gave stays. */
  readonly remove: () => Promise<void>;
}

/** The file that the spec names; else a new one with the certificate that was made, which only this user can read. */
export async function certificateFile(spec: TlsServerSpec): Promise<CertificateFile> {
  if (spec.certFile !== undefined) return { path: spec.certFile, remove: () => Promise.resolve() };
  const pem = spec.cert ?? (await ownCertificate(spec.names)).cert;
  const folder = temporaryFolder('certificate');
  const file = path.join(folder, 'certificate.pem');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await writeFile(file, pem, { mode: 0o600 });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path: file, remove };
}
