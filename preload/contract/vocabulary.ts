/**
 * The words every process shares: statuses, sources, editions, languages. Names on the wire are used
 * throughout the code; people read "Free", "Rest" and "Busy" (`notReady`).
 */
import * as z from 'zod/mini';
import { text } from './limits.ts';

/** What an agent can choose. `notReady` is what people call Busy; nobody can set `busy`, which is "in a call". */
export const settableStatus = z.enum(['free', 'rest', 'notReady']);
export type SettableStatus = z.infer<typeof settableStatus>;

/** What the service can say an agent is. */
export const agentStatus = z.enum(['free', 'rest', 'notReady', 'busy', 'afterCallWork', 'offline']);
export type AgentStatus = z.infer<typeof agentStatus>;

/** A status with its reason; `''` is "no reason". */
export const choice = z.object({ status: settableStatus, reason: text('reason') });
export type Choice = z.infer<typeof choice>;

/** Where a wish came from; shown in the receipt. */
export const source = z.enum([
  'tray',
  'window',
  'shortcut',
  'undo',
  'lock',
  'sleep',
  'idle',
  'quit',
  'plannedReturn',
]);
export type Source = z.infer<typeof source>;

export const edition = z.enum(['international', 'mainland', 'custom']);

/** The tag of a language that assets/locales has a file for (BCP 47): "en", "zh-CN". */
export const language = text('name').check(z.regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/));
export type Language = z.infer<typeof language>;

/** A language to choose, by its own name. */
export const languageChoice = z.object({ tag: language, name: text('name') });
export type LanguageChoice = z.infer<typeof languageChoice>;

/** What a global shortcut does. */
export const shortcutAction = z.enum(['free', 'rest', 'notReady', 'toggle', 'undo']);
export type ShortcutAction = z.infer<typeof shortcutAction>;

/** The years 1 to 9999 in any time zone: what a calendar can show. */
const FIRST_INSTANT = Date.parse('0001-01-03');
const LAST_INSTANT = Date.parse('9999-12-29');

/** A point in time: milliseconds since 1970, by this computer's clock. */
export const instant = z.number().check(z.gte(FIRST_INSTANT), z.lte(LAST_INSTANT));
