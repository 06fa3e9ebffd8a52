import { useEffect, useRef } from 'react';
import type { AccountField } from '../../preload/contract/inputs.ts';
import type { CheckField } from '../../preload/contract/settings.ts';
import {
  isKeyField,
  keyFields,
  nothingYet,
  problemsOf,
  troubledFields,
  type Outcome,
} from '../account-outcome.ts';
import { useAppState } from '../store.ts';
import { useAccountForm } from '../use-account-form.ts';
import { useText } from '../words.ts';
import { AccountButtons } from './account-buttons.tsx';
import { CheckOutcome } from './check-outcome.tsx';
import { Choices } from './choices.tsx';
import { Field } from './field.tsx';
import { KeyFields } from './key-fields.tsx';
import { useLocks } from './lock.tsx';

const editions = ['international', 'mainland', 'custom'] as const;

type Props = {
  /** `finish` a first run, which checks first, or `save` a change. */
  purpose: 'finish' | 'save';
};

/**
 * Whose status, where, and with which key. The main process judges what was typed, and the service whether it is right;
 * both answers show beside each field.
 */
export function AccountForm({ purpose }: Props) {
  const t = useText();
  const { account } = useAppState();
  const locked = useLocks();
  const element = useRef<HTMLFormElement>(null);
  const form = useAccountForm();
  const { draft, change, outcome } = form;
  const { pending, checked, saved } = outcome;
  const { home } = account.keys;

  const troubled = troubledFields(outcome);
  const changeable = troubled.some((name) => !locked(name) && !(home === 'process' && isKeyField(name)));

  // Once for each answer, not each time another field was put right.
  useEffect(() => {
    if (element.current !== null) showAnswer(element.current, { ...nothingYet, pending, checked, saved });
  }, [pending, checked, saved]);

  function troubleOf(name: CheckField): string | undefined {
    if (!troubled.includes(name)) return undefined;
    if (checked?.outcome === 'wrong')
      return checked.fields.length === 1 ? t(`window.check.sure.${name}`) : t(`window.check.unsure.${name}`);
    const problem = name === 'edition' ? undefined : problemsOf(outcome)[name];
    return problem && t(`problem.${problem}`);
  }

  /** What every field that is typed into has in common. */
  const field = (name: AccountField) => ({
    name,
    label: t(`window.account.${name}`),
    hint: t(`window.account.${name}Hint`),
    value: draft[name],
    problem: troubleOf(name),
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });

  function submit() {
    const wantsCheck = purpose === 'finish' && checked?.outcome !== 'mayNotRead';
    void (wantsCheck ? form.checkAndSave() : form.save());
  }

  return (
    <form
      ref={element}
      className="form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Choices
        legend={t('window.account.edition')}
        name="edition"
        options={editions.map((value) => ({ value, label: t(`window.account.editions.${value}`) }))}
        value={draft.edition}
        problem={troubleOf('edition')}
        onChange={(edition) => change({ edition })}
      />
      {draft.edition === 'custom' && <Field inputMode="url" {...field('customAddress')} />}
      <Field inputMode="numeric" {...field('sdkAppId')} />
      <Field inputMode="email" {...field('agent')} />
      <KeyFields form={form}>
        {keyFields.map((name) => (
          <Field key={name} type="password" {...field(name)} />
        ))}
      </KeyFields>
      {saved?.outcome === 'notSaved' && (
        <p className="problem" role="alert">
          {t('window.account.notSaved', { message: saved.message })}
        </p>
      )}
      {(checked?.outcome !== 'wrong' || troubled.length > 0) && (
        <CheckOutcome checked={checked} changeable={changeable} />
      )}
      <AccountButtons
        purpose={purpose}
        outcome={outcome}
        onCheck={() => void form.check()}
        onSave={() => void form.save()}
      />
    </form>
  );
}

/**
 * Brings into view what there is to read, however far from it Enter was pressed: the field to look at, with the focus and
 * with the words below it; else what stands in the way of saving; else the buttons, with what came of the check above them.
 */
function showAnswer(form: HTMLFormElement, outcome: Outcome) {
  const { pending, checked, saved } = outcome;
  const [likeliest] = troubledFields(outcome);
  if (likeliest !== undefined) {
    const fields = form.querySelectorAll<HTMLInputElement>(`[name="${likeliest}"]`);
    // Of radio buttons the keyboard reaches the chosen one.
    const field = [...fields].find(({ type, checked: chosen }) => type !== 'radio' || chosen);
    field?.focus();
    field?.closest('.field, fieldset')?.scrollIntoView({ block: 'center' });
  } else if (saved !== null && saved.outcome !== 'saved') {
    form.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' });
  } else if (pending !== null || checked !== null) {
    form.querySelector('.form-buttons')?.scrollIntoView({ block: 'nearest' });
  }
}
