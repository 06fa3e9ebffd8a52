import { useId, type ReactNode } from 'react';
import { LockMark } from './lock.tsx';

type Props = {
  title: ReactNode;
  hint?: string;
  /** All of it is set by the company's policy. */
  locked?: boolean;
  children: ReactNode;
};

/** One titled part of the settings page. */
export function Section({ title, hint, locked = false, children }: Props) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {locked && <LockMark />}
      {children}
    </section>
  );
}
