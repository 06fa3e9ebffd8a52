import type { ReactNode } from 'react';
import { Card } from '../../../ui/card.tsx';

type Props = { title: string; onCancel: () => void; children: ReactNode };

/** A form in the place of the messages. */
export function FormCard({ title, onCancel, children }: Props) {
  return (
    <Card tone="plain" icon="edit" title={title} onDismiss={onCancel}>
      {children}
    </Card>
  );
}
