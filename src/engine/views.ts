import { errorData } from '../base/errors.ts';
import { exportTraffic } from '../traffic/exporting.ts';
import { FilterError } from '../traffic/filter.ts';
import type { Journal } from '../traffic/journal.ts';
import { TrafficView } from '../traffic/view.ts';
import { decode } from '../protocol/text/decode.ts';
import type { DecodeHandler } from '../protocol/text/errors.ts';
import type { EngineNotice, EngineParams, EngineResult, FilterVerdict, ViewSnapshot } from './messages.ts';
