import type { HttpBehaviourKind } from './behaviour.ts';

export const bin: HttpBehaviourKind = {
  name: 'bin',
  sentence: 'Answers as httpbin.org does: /get, /post, /status/404, /delay/2, ...',
  options: [
    {
      name: 'cors',
      sentence: 'Web pages that may use the server (allowedHosts) may also read its answers.',
      type: 'boolean',
      default: true,
    },
  ],
  create: async (options) => {
    // Its pages and images are loaded when one starts, not when the behaviours are listed.
    const { handle } = await import('../bin/handle.ts');
    return { handle: (request, response, context) => handle(request, response, context, options['cors'] === true) };
  },
};
