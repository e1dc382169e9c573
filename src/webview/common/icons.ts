import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg' with { type: 'text' };
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg' with { type: 'text' };
import clearAll from '@vscode/codicons/src/icons/clear-all.svg' with { type: 'text' };
import close from '@vscode/codicons/src/icons/close.svg' with { type: 'text' };
import copy from '@vscode/codicons/src/icons/copy.svg' with { type: 'text' };
import pause from '@vscode/codicons/src/icons/debug-pause.svg' with { type: 'text' };
import resume from '@vscode/codicons/src/icons/debug-continue.svg' with { type: 'text' };
import filter from '@vscode/codicons/src/icons/filter.svg' with { type: 'text' };
import follow from '@vscode/codicons/src/icons/fold-down.svg' with { type: 'text' };
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg' with { type: 'text' };
import clock from '@vscode/codicons/src/icons/watch.svg' with { type: 'text' };
import layout from '@vscode/codicons/src/icons/layout-sidebar-right.svg' with { type: 'text' };
import question from '@vscode/codicons/src/icons/question.svg' with { type: 'text' };
import save from '@vscode/codicons/src/icons/save.svg' with { type: 'text' };
import warning from '@vscode/codicons/src/icons/warning.svg' with { type: 'text' };
import error from '@vscode/codicons/src/icons/error.svg' with { type: 'text' };
import diff from '@vscode/codicons/src/icons/diff.svg' with { type: 'text' };
import fileCode from '@vscode/codicons/src/icons/file-code.svg' with { type: 'text' };
import history from '@vscode/codicons/src/icons/history.svg' with { type: 'text' };
import info from '@vscode/codicons/src/icons/info.svg' with { type: 'text' };
import listFlat from '@vscode/codicons/src/icons/list-flat.svg' with { type: 'text' };
import newFile from '@vscode/codicons/src/icons/new-file.svg' with { type: 'text' };
import pass from '@vscode/codicons/src/icons/pass.svg' with { type: 'text' };
import refresh from '@vscode/codicons/src/icons/refresh.svg' with { type: 'text' };
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg' with { type: 'text' };

const sources = {
  'arrow-down': arrowDown,
  'arrow-up': arrowUp,
  'chevron-down': chevronDown,
  'clear-all': clearAll,
  clock,
  close,
  copy,
  error,
  filter,
  follow,
  'go-to-file': goToFile,
  layout,
  pause,
  question,
  resume,
  save,
  diff,
  history,
  info,
  'file-code': fileCode,
  'list-flat': listFlat,
  'new-file': newFile,
  pass,
  refresh,
  warning,
} as const;

export type IconName = keyof typeof sources;

const svgNamespace = 'http://www.w3.org/2000/svg';

/** One hidden sprite for the page; an icon is a reference to its symbol, in the colour of the text around it. */
export function addSprite(): void {
  // All at once: a parser for each drawing takes several times as long, and delays the page.
  const symbols = Object.entries(sources).map(([name, source]) =>
    source
      .replace(/<svg\b[^>]*(viewBox="[^"]*")[^>]*>/, `<symbol id="icon-${name}" $1>`)
      .replace('</svg>', '</symbol>'),
  );
  const text = `<svg xmlns="${svgNamespace}" class="sprite" aria-hidden="true">${symbols.join('')}</svg>`;
  const sprite = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  document.body.prepend(document.importNode(sprite, true));
}

export function iconElement(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svgNamespace, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}
