import { useEffect, useRef, useState } from 'react';
import type { AccountField } from '../../preload/contract/inputs.ts';
import { keychainTrouble } from '../keychain.ts';
import { useAppState } from '../store.ts';
import { useAccountForm } from '../use-account-form.ts';
import { useText } from '../words.ts';
import { Choices } from './choices.tsx';
import { Field } from './field.tsx';
import { KeepChoice } from './keep-choice.tsx';
import { StoredKey } from './stored-key.tsx';

const editions = ['international', 'mainland', 'custom'] as const;

/** Whose status, where, and with which key. The main process judges what was typed; the answer shows beside each field. */
export function AccountForm() {
  const t = useText();
  const { account } = useAppState();
  const form = useRef<HTMLFormElement>(null);
  const [replacing, setReplacing] = useState(false);
  const { draft, change, save, result, problems } = useAccountForm();
  const keyStored = account.keys.home === 'keychain' || account.keys.home === 'session';
  const typingKey = replacing || !keyStored;

  useEffect(() => {
    if (result?.outcome === 'invalid')
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [result]);

  /** What every field that is typed into has in common. */
  const field = (name: AccountField) => ({
    name,
    value: draft[name],
    problem: problems[name] && t(`problem.${problems[name]}`),
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });

  return (
    <form
      ref={form}
      className="form"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save().then((saved) => saved && setReplacing(false));
      }}
    >
      <Choices
        legend={t('window.account.edition')}
        name="edition"
        options={editions.map((value) => ({ value, label: t(`window.account.editions.${value}`) }))}
        value={draft.edition}
        onChange={(edition) => change({ edition })}
      />
      {draft.edition === 'custom' && (
        <Field
          label={t('window.account.customAddress')}
          hint={t('window.account.customAddressHint')}
          inputMode="url"
          {...field('customAddress')}
        />
      )}
      <Field
        label={t('window.account.sdkAppId')}
        hint={t('window.account.sdkAppIdHint')}
        inputMode="numeric"
        {...field('sdkAppId')}
      />
      <Field
        label={t('window.account.agent')}
        hint={t('window.account.agentHint')}
        inputMode="email"
        {...field('agent')}
      />
      {keyStored && (
        <StoredKey
          replacing={replacing}
          onReplacing={(next) => {
            setReplacing(next);
            if (!next) change({ secretId: '', secretKey: '', token: '' });
          }}
        />
      )}
      {typingKey && (
        <>
          {(['secretId', 'secretKey', 'token'] as const).map((name) => (
            <Field
              key={name}
              type="password"
              label={t(`window.account.${name}`)}
              hint={t(`window.account.${name}Hint`)}
              {...field(name)}
            />
          ))}
          <KeepChoice
            value={draft.keep}
            trouble={keychainTrouble(result?.outcome === 'keychain' ? result.state : account.keychain)}
            refused={result?.outcome === 'keychain'}
            onChange={(keep) => change({ keep })}
          />
        </>
      )}
      {result?.outcome === 'notSaved' && (
        <p className="problem" role="alert">
          {t('window.account.notSaved', { message: result.message })}
        </p>
      )}
      <button type="submit" className="button primary wide">
        {t('window.account.save')}
      </button>
    </form>
  );
}
