import type { HttpBehaviourKind } from './behaviour.ts';

export const mock: HttpBehaviourKind = {
  name: 'mock',
  sentence: 'Answers by routes such as "GET /users/{id}". Each route has its answer as it goes over the wire.',
  options: [
    {
      name: 'file',
      sentence: 'The file with the routes. It is read again when the server starts.',
      type: 'file',
      asked: true,
    },
    { name: 'routes', sentence: 'The routes themselves, in place of a file.', type: 'string', body: 'raw' },
  ],
  async create(options) {
    const { answerRoutes } = await import('./mockRoutes.ts');
    return answerRoutes(mock, options['file'] as string | undefined, options['routes'] as string | undefined);
  },
};
