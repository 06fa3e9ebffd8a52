import { useId, type ReactNode } from 'react';
import { PolicyLockLabel } from './policy-lock.tsx';

type Props = {
  title: ReactNode;
  hint?: string;
  /** The whole section is set by the company's policy. */
  locked?: boolean;
  children: ReactNode;
};

/** Titled section of a settings tab. */
export function Section({ title, hint, locked = false, children }: Props) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-title">
        <h2 id={id}>{title}</h2>
        {locked && <PolicyLockLabel />}
      </div>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {children}
    </section>
  );
}
