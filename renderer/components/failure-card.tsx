import { useEffect, useState } from 'react';
import type { AgentState, FailureReport } from '../../preload/contract/state.ts';
import type { Translate } from '../../assets/locales/translate.ts';
import { bridge } from '../bridge.ts';
import { roughly } from '../format.ts';
import { provedNow } from '../standing.ts';
import { useAppState } from '../store.ts';
import { nameOf, useText } from '../words.ts';
import { Card } from './card.tsx';
import { RetryCountdown, TryButtons } from './retry.tsx';

/** Any failure: what is still true, what to do and who can do it, then what an admin needs to find it again. */
export function FailureCard() {
  const t = useText();
  const { agent } = useAppState();
  const { failure } = agent;
  if (failure === null) return null;
  return (
    <Card
      tone="danger"
      icon="warning"
      role="alert"
      title={headline(agent, failure, t)}
      onDismiss={() => void bridge.dismissFailure()}
      actions={
        <>
          <RetryCountdown />
          <div className="buttons">
            <TryButtons />
            {/* A new failure has not been copied yet. */}
            <CopyDetails key={`${failure.at} ${failure.requestId ?? ''}`} />
          </div>
        </>
      }
    >
      <p>
        <strong>{t(`failure.${failure.kind}.headline`)}</strong>
      </p>
      <p>{t(`failure.${failure.kind}.nextStep`)}</p>
      <ClockTrouble aheadMs={failure.clockAheadMs} />
      <p className="who-can-fix">{t(`window.whoCanFix.${failure.whoCanFix}`)}</p>
      <TechnicalDetails failure={failure} />
    </Card>
  );
}

function headline(agent: AgentState, failure: FailureReport, t: Translate): string {
  if (failure.choice === null) return t('window.readingFailed');
  const choice = nameOf(failure.choice, t);
  const proved = provedNow(agent);
  if (proved === null) return t('notification.unknownTitle', { choice });
  const status = nameOf(proved, t);
  return agent.wish === null
    ? t('notification.stillTitle', { status, choice })
    : t('window.notYet', { status, choice });
}

function ClockTrouble({ aheadMs }: { aheadMs: number | null }) {
  const t = useText();
  if (aheadMs === null) return null;
  const span = roughly(aheadMs, t);
  return <p>{aheadMs > 0 ? t('window.clockAhead', { span }) : t('window.clockBehind', { span })}</p>;
}

function TechnicalDetails({ failure: { code, message, requestId } }: { failure: FailureReport }) {
  const t = useText();
  return (
    <div className="details">
      <code>{code}</code>
      {message !== '' && <bdi>{message}</bdi>}
      {requestId !== null && <code>{t('window.requestId', { id: requestId })}</code>}
    </div>
  );
}

const COPIED_SHOWN_MS = 3000;

function CopyDetails() {
  const t = useText();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => void bridge.copyFailure().then(() => setCopied(true))}
      >
        {copied ? t('window.copied') : t('window.copyDetails')}
      </button>
      <span role="status" className="unseen">
        {copied && t('window.copied')}
      </span>
    </>
  );
}
