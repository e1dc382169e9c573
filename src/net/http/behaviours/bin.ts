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
    // Its pages and images are loaded by who starts one, not by who lists the behaviours.
    const { handle } = await import('../bin/handle.ts');
    return { handle: (request, response, context) => handle(request, response, context, options['cors'] === true) };
  },
};
