/** The fake of `window.standby`. Runs in the page, before its scripts: it must stand alone, so it imports types only. */
import type { Invocation } from '../../../preload/contract/channels.ts';
import type { Output } from '../../../preload/contract/index.ts';
import type { AppState } from '../../../preload/contract/state.ts';

export type Answers = { [Name in Invocation]: Output<Name> };
type Call = { name: Invocation; input: unknown };

/** What the tests reach from outside. */
type FakeMain = {
  calls: Call[];
  answers: Answers;
  /** Invocations that get no answer until they are taken out again with `release`. */
  held: Invocation[];
  release: (name: Invocation) => void;
  push: (state: AppState) => void;
};

declare global {
  interface Window {
    fakeMain: FakeMain;
  }
}

type Setup = {
  names: readonly Invocation[];
  answers: Answers;
  held: Invocation[];
  /** Of each language. */
  texts: Record<string, Answers['getTexts']>;
};

/** Answers at once with what it was told to answer, and writes every call down. */
export function installFakeBridge({ names, answers, held, texts }: Setup): void {
  const listeners = new Set<(state: AppState) => void>();
  const waiting = new Map<Invocation, (() => void)[]>();

  const fakeMain: FakeMain = {
    calls: [],
    answers,
    held,
    release: (name) => {
      fakeMain.held = fakeMain.held.filter((other) => other !== name);
      for (const answer of waiting.get(name) ?? []) answer();
    },
    push: (state) => {
      fakeMain.answers.getState = state;
      for (const listener of listeners) listener(state);
    },
  };

  function invoke(name: Invocation, input: unknown): Promise<unknown> {
    fakeMain.calls.push({ name, input });
    // Like the real one, it answers with what is true when it is asked.
    const answer = name === 'getTexts' ? texts[String(input)] : structuredClone(fakeMain.answers[name]);
    if (!fakeMain.held.includes(name)) return Promise.resolve(answer);
    return new Promise((resolve) => {
      waiting.set(name, [...(waiting.get(name) ?? []), () => resolve(answer)]);
    });
  }

  const invocations = Object.fromEntries(
    names.map((name) => [name, (input: unknown) => invoke(name, input)]),
  );
  const standby = {
    ...invocations,
    on: (_event: 'state', listener: (state: AppState) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  Object.assign(window, { standby, fakeMain });
}
