import type { RendererMessage } from './protocol.ts';

export type Post = ((message: RendererMessage) => void) | undefined;

export function Link({ post, message, children }: { post: Post; message: RendererMessage; children: string }) {
  if (post === undefined) return <span>{children}</span>;
  return (
    <button type="button" class="wb-link" onClick={() => post(message)}>
      {children}
    </button>
  );
}
