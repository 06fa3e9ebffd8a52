import type { AgentState, FailureReport } from '../../preload/contract/state.ts';
import type { Translate } from '../../assets/locales/translate.ts';
import { bridge } from '../bridge.ts';
import { provedNow } from '../standing.ts';
import { useAppState } from '../store.ts';
import { nameOf, useText } from '../words.ts';
import { Card } from './card.tsx';
import { CopyButton } from './copy-button.tsx';
import { FailureWords } from './failure-words.tsx';
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
            <CopyButton
              key={`${failure.at} ${failure.requestId ?? ''}`}
              label={t('window.copyDetails')}
              copy={bridge.copyFailure}
            />
          </div>
        </>
      }
    >
      <FailureWords failure={failure} />
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
