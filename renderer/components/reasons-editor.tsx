import { readableKeys } from '../accelerator.ts';
import { useAppState } from '../store.ts';
import { toneOf } from '../standing.ts';
import { useText } from '../words.ts';
import { Glyph } from './glyph.tsx';
import { useLocks } from './lock.tsx';
import { ReasonList } from './reason-list.tsx';
import { ReasonsFile } from './reasons-file.tsx';
import { Section } from './section.tsx';

const ways = ['rest', 'notReady'] as const;

/** The reasons on offer for each way of being away, in the order in which menu and window show them. */
export function ReasonsEditor() {
  const t = useText();
  const { platform, reasons } = useAppState();
  const locked = useLocks()('reasons');
  const keys = { up: readableKeys('Alt+Up', platform), down: readableKeys('Alt+Down', platform) };
  return (
    <>
      {!locked && <p className="hint">{t('window.reasonEditor.hint', keys)}</p>}
      {ways.map((status) => (
        <Section
          key={status}
          locked={locked}
          title={
            <span className={`section-status tone-${toneOf(status)}`}>
              <Glyph name={status} size={16} />
              {t(`status.${status}`)}
            </span>
          }
        >
          <ReasonList status={status} reasons={reasons[status]} locked={locked} />
        </Section>
      ))}
      <ReasonsFile locked={locked} />
    </>
  );
}
