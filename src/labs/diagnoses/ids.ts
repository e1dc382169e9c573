/** The stable names of the diagnoses, as reports, files of faulty programs and teachers use them. */
export const diagnosisIds = [
  ...(['program-missing', 'syntax-error', 'module-missing', 'address-in-use', 'bytes-expected'] as const),
  ...(['bound-not-listening', 'waits-for-input', 'crashed', 'served-once', 'exited-early'] as const),
  ...(['bound-other-address', 'wrong-transport', 'listens-elsewhere', 'nothing-listens', 'prints-forever'] as const),
  ...([
    'client-wrong-port',
    'client-never-connected',
    'client-sent-nothing',
    'http-lf-only',
    'http-no-blank-line',
  ] as const),
  ...([
    'http-no-host',
    'http-no-length',
    'no-timeout',
    'datagram-not-resent',
    'end-not-noticed',
    'one-recv-assumed',
  ] as const),
  ...(['reply-from-other-port', 'reply-to-wrong-peer', 'datagram-truncated', 'floods', 'never-accepted'] as const),
  ...([
    'blocked-on-first-client',
    'truncated-at-buffer',
    'accepted-not-read',
    'reset-by-program',
    'closed-early',
  ] as const),
  ...(['no-reply', 'did-not-close', 'repr-of-bytes', 'line-ending', 'missing-newline', 'letter-case'] as const),
  ...([
    'wrong-encoding',
    'byte-order',
    'messages-run-together',
    'extra-text',
    'reply-in-pieces',
    'misconception',
    'wrong-value',
  ] as const),
] as const;

export type DiagnosisId = (typeof diagnosisIds)[number];
