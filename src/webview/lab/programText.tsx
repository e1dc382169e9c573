import { ansiPieces, type AnsiPiece } from '../../protocol/text/ansi.ts';
import { Link } from './link.tsx';
import type { RendererMessage } from './protocol.ts';

interface Props {
  readonly text: string;
  readonly program: boolean;
  readonly post: ((message: RendererMessage) => void) | undefined;
}

/** Places in the reports of Python, Node, Java and C compilers: a file and a line. */
const PLACE = /File "([^"\n]+)", line (\d+)|((?:\/|[A-Za-z]:\\)[^\s:()]+\.\w+):(\d+)/g;

/** The output of a program with its colours, and links at the places of its reports. */
export function ProgramText({ text, program, post }: Props) {
  return (
    <pre class="wb-output" tabIndex={0}>
      {ansiPieces(text).map((piece, i) => (
        <span key={i} class={classOf(piece)}>
          {program ? linked(piece.text, post) : piece.text}
        </span>
      ))}
    </pre>
  );
}

function classOf({ style }: AnsiPiece): string {
  const { foreground, background, ...weights } = style;
  return [
    ...(foreground === undefined ? [] : [`wb-fg${foreground}`]),
    ...(background === undefined ? [] : [`wb-bg${background}`]),
    ...Object.keys(weights).map((name) => `wb-${name}`),
  ].join(' ');
}

function linked(text: string, post: Props['post']) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(PLACE)) {
    const [place, python, pythonLine, other, otherLine] = found;
    const file = python ?? other!;
    parts.push(text.slice(at, found.index));
    at = found.index + place.length;
    // What Python runs from no file has a name in angle brackets.
    if (file.startsWith('<')) parts.push(place);
    else
      parts.push(
        <Link post={post} message={{ kind: 'open', file, line: Number(pythonLine ?? otherLine) }}>
          {place}
        </Link>,
      );
  }
  parts.push(text.slice(at));
  return parts;
}
