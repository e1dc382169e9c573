import type { BehaviourKind } from './behaviour.ts';
import { calculator } from './calculator.ts';
import { chargen } from './chargen.ts';
import { chat } from './chat.ts';
import { daytime } from './daytime.ts';
import { dialogue } from './dialogue.ts';
import { discard } from './discard.ts';
import { echo } from './echo.ts';
import { file } from './file.ts';
import { fixed } from './fixed.ts';
import { none } from './none.ts';
import { rules } from './rules.ts';
import { script } from './script.ts';
import { time } from './time.ts';
import { uppercase } from './uppercase.ts';
import { words } from './words.ts';

/** Every behaviour of a raw server, in the order of the picker. */
export const behaviours: readonly BehaviourKind[] = [
  none,
  echo,
  discard,
  fixed,
  time,
  daytime,
  chargen,
  uppercase,
  calculator,
  words,
  chat,
  file,
  rules,
  dialogue,
  script,
];
