import { took } from '../format.ts';
import { useAppState } from '../store.ts';
import { nameOf, useText } from '../words.ts';
import { Icon } from './icon.tsx';

/** The proof of the last switch: from, to, how long it took, where it was asked for. */
export function Receipt() {
  const t = useText();
  const { agent, language } = useAppState();
  const { receipt } = agent;
  if (receipt === null) return null;
  const to = nameOf(receipt.to, t);
  const facts = [
    took(receipt.provedAt - receipt.askedAt, language),
    t(`window.receipt.source.${receipt.source}`),
    ...(receipt.attempts > 1 ? [t('window.receipt.attempts', { count: receipt.attempts })] : []),
  ];
  return (
    <section className="receipt" aria-label={t('window.receipt.title')}>
      <Icon name="check" size={16} />
      <div>
        <p className="receipt-route">
          {receipt.from === null ? to : t('window.receipt.route', { from: nameOf(receipt.from, t), to })}
        </p>
        <p>{facts.join(' · ')}</p>
      </div>
    </section>
  );
}
