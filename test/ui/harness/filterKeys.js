/** Help for the harness's filter, in the shape of the real table's. */
export const filterKeys = [
  { name: 'endpoint', sentence: 'The endpoint, by name.', example: 'endpoint:echo', values: [] },
  { name: 'peer', sentence: 'The address at the other end.', example: 'peer:127.0.0.1:50001', values: [] },
  { name: 'dir', sentence: 'Which way it went.', example: 'dir:in', values: ['in', 'out'] },
  { name: 'kind', sentence: 'What happened.', example: 'kind:data', values: ['opened', 'data', 'closed', 'error'] },
  { name: 'length', sentence: 'How many bytes the payload has.', example: 'length:>100', values: [] },
  { name: 'text', sentence: 'Text in the payload.', example: 'text:hello', values: [] },
  { name: 'hex', sentence: 'Bytes in the payload, ?? for any.', example: 'hex:"0a ?? 0d"', values: [] },
];
