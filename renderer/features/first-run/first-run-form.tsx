import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useAppState } from '../../store.ts';
import { AccountButtons } from '../settings/account/account-buttons.tsx';
import { AccountFields } from '../settings/account/account-fields.tsx';
import { FormResult } from '../settings/account/form-result.tsx';
import { SetupTextField } from '../settings/account/setup-text-field.tsx';
import { useAccountForm } from '../settings/account/use-account-form.ts';
import { useScrollToOutcome } from '../settings/account/scroll-to-outcome.ts';
import { Notices } from '../notices.tsx';
import { PolicyBanner, usePolicyLocks } from '../../ui/policy-lock.tsx';

/** The fields that a policy can set. */
const managedFields = ['edition', 'customAddress', 'sdkAppId', 'agent'];

type Props = {
  /** A closed form keeps its typed values. */
  open: boolean;
  onClose: () => void;
};

/** Account form of the first run. Buttons and result are in a footer, which is visible wherever the fields are scrolled to. */
export function FirstRunForm({ open, onClose }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const form = useAccountForm();
  const { draft, change, outcome } = form;
  const needsKey = useAppState(({ account }) => account.keys.storage !== 'process');
  const isManaged = managedFields.some(usePolicyLocks());
  useScrollToOutcome(element, outcome);

  useEffect(() => {
    if (open) element.current?.querySelector('input')?.focus();
  }, [open]);

  function submit() {
    void (outcome.checked?.outcome === 'readDenied' ? form.save() : form.checkAndSave());
  }

  function handleEscape(event: KeyboardEvent) {
    // A field that handled Escape has called preventDefault(). An input method consumes Escape while composing.
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onClose();
  }

  if (!open) return null;
  return (
    <form
      ref={element}
      className="form-page"
      noValidate
      autoComplete="off"
      onKeyDown={handleEscape}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <main className="page welcome">
        <Notices />
        {isManaged && <PolicyBanner />}
        <div className="form compact">
          <SetupTextField draft={draft} needsKey={needsKey} onFill={change} />
          <AccountFields form={form} />
        </div>
      </main>
      <footer className="form-footer">
        <FormResult form={form} />
        <AccountButtons
          purpose="finish"
          outcome={outcome}
          onCheck={() => void form.check()}
          onSave={() => void form.save()}
        />
      </footer>
    </form>
  );
}
