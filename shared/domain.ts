/**
 * Domain types of all processes: statuses, sources, editions, languages. The code uses the API's status names; the UI shows
 * "Free", "Rest" and "Busy" (`notReady`).
 */
import * as z from 'zod/mini';
import { text } from './limits.ts';

/** The statuses that an agent can set. `notReady` is shown as Busy. The API's `busy` is "in a call" and cannot be set. */
export const settableStatus = z.enum(['free', 'rest', 'notReady']);
export type SettableStatus = z.infer<typeof settableStatus>;

/** The statuses that the service can report. */
export const agentStatus = z.enum(['free', 'rest', 'notReady', 'busy', 'afterCallWork', 'offline']);
export type AgentStatus = z.infer<typeof agentStatus>;

/** A status with its reason; `''` is "no reason". */
export const statusChoice = z.object({ status: settableStatus, reason: text('reason') });
export type StatusChoice = z.infer<typeof statusChoice>;

/** The planned duration of a break, in minutes. */
export const plannedMinutes = z.int().check(z.gte(1), z.lte(24 * 60));

/** A requested status with the planned duration of the break; null is none. A duration of Free is ignored. */
export const statusRequest = z.extend(statusChoice, { minutes: z.nullable(plannedMinutes) });
export type StatusRequest = z.infer<typeof statusRequest>;

/** The statuses that can have a reason. */
export const awayStatus = z.enum(['rest', 'notReady']);

/** An away status with a reason, which is not empty, and the planned duration of the break; null is none. */
export const reasonChoice = z.object({
  status: awayStatus,
  reason: text('reason').check(z.minLength(1)),
  minutes: z.nullable(plannedMinutes),
});
export type ReasonChoice = z.infer<typeof reasonChoice>;

/** The part of a status that is compared. */
export type StatusAndReason = { status: AgentStatus; reason: string };

export function sameChoice(one: StatusAndReason, other: StatusAndReason): boolean {
  return one.status === other.status && one.reason === other.reason;
}

/** What led the app to switch by itself. */
export const automaticSource = z.enum(['lock', 'sleep', 'idle', 'quit', 'plannedReturn']);
export type AutomaticSource = z.infer<typeof automaticSource>;

/** The origin of an intent, shown in the receipt. */
export const source = z.enum([
  'tray',
  'window',
  'shortcut',
  'undo',
  'commandLine',
  ...automaticSource.options,
]);
export type Source = z.infer<typeof source>;

export const edition = z.enum(['international', 'mainland', 'custom']);

/** Where requests are sent: to an edition of the contact center, or to the company's gateway. */
export const site = z.enum([...edition.options, 'gateway']);

/** The tag of a language that assets/locales has a file for (BCP 47): "en", "zh-CN". */
export const language = text('name').check(z.regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/));
export type Language = z.infer<typeof language>;

/** An available language with its native name. */
export const languageChoice = z.object({ tag: language, name: text('name') });
export type LanguageChoice = z.infer<typeof languageChoice>;

/** What a global shortcut does. */
export const shortcutAction = z.enum(['free', 'rest', 'notReady', 'toggle', 'undo']);
export type ShortcutAction = z.infer<typeof shortcutAction>;

/** The agent's shortcuts for a reason. Their number is limited, because each takes a key from every program. */
export const choiceShortcutId = z.enum([
  'choice-1',
  'choice-2',
  'choice-3',
  'choice-4',
  'choice-5',
  'choice-6',
  'choice-7',
  'choice-8',
  'choice-9',
  'choice-10',
]);
export type ChoiceShortcutId = z.infer<typeof choiceShortcutId>;

/** Every global shortcut: of an action, or for a reason. */
export const shortcutId = z.enum([...shortcutAction.options, ...choiceShortcutId.options]);
export type ShortcutId = z.infer<typeof shortcutId>;

/** A shortcut that sets a status with its reason and plans the return. The accelerator is in Electron's notation; `''` is off. */
export const choiceShortcut = z.extend(reasonChoice, {
  id: choiceShortcutId,
  accelerator: z.string().check(z.maxLength(100)),
});
export type ChoiceShortcut = z.infer<typeof choiceShortcut>;

/** The years 1 to 9999 in any time zone. */
const MIN_EPOCH_MS = Date.parse('0001-01-03');
const MAX_EPOCH_MS = Date.parse('9999-12-29');

/** A point in time: milliseconds since 1970, by this computer's clock. */
export const epochMs = z.number().check(z.gte(MIN_EPOCH_MS), z.lte(MAX_EPOCH_MS));
