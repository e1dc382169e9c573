import type { HttpBehaviourKind } from './behaviour.ts';

export const staticFolder: HttpBehaviourKind = {
  name: 'static',
  sentence:
    'Serves a folder as "python -m http.server" does, with index.html, listings and types, and also ranges and conditions.',
  options: [
    {
      name: 'root',
      sentence: 'The folder. Hidden files and files outside the folder are not served.',
      type: 'folder',
      required: true,
      here: true,
    },
    { name: 'listing', sentence: 'List folders that have no index.html.', type: 'boolean', default: true },
    {
      name: 'cors',
      sentence: 'Web pages that may use the server (allowedHosts) may also read its answers.',
      type: 'boolean',
      default: false,
    },
  ],
  async create(options) {
    const { serveFolder } = await import('./staticFiles.ts');
    return serveFolder(options['root'] as string, {
      listing: options['listing'] === true,
      cors: options['cors'] === true,
    });
  },
};
