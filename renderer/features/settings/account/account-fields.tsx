import type { AccountField } from '../../../../shared/ipc/forms.ts';
import type { AccountFormState } from './use-account-form.ts';
import { useFieldErrors } from './use-field-errors.ts';
import { useTranslation } from '../../../i18n.ts';
import { Choices } from '../../../ui/form/choices.tsx';
import { Field } from '../../../ui/form/field.tsx';
import { KeyFields } from './key/key-fields.tsx';

const editions = ['international', 'mainland', 'custom'] as const;

/** The fields of the account form: site, application, agent and key. */
export function AccountFields({ form }: { form: AccountFormState }) {
  const t = useTranslation();
  const { draft, change, outcome } = form;
  const { getFieldError } = useFieldErrors(outcome);

  /** The common props of the text fields. */
  const field = (name: AccountField) => ({
    name,
    label: t(`window.account.${name}`),
    hint: t(`window.account.${name}Hint`),
    value: draft[name],
    error: getFieldError(name),
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });

  return (
    <>
      <Choices
        legend={t('window.account.edition')}
        name="edition"
        options={editions.map((value) => ({ value, label: t(`window.account.editions.${value}`) }))}
        value={draft.edition}
        error={getFieldError('edition')}
        onChange={(edition) => change({ edition })}
      />
      {draft.edition === 'custom' && <Field inputMode="url" {...field('customAddress')} />}
      <Field inputMode="numeric" {...field('sdkAppId')} />
      <Field inputMode="email" {...field('agent')} />
      <KeyFields
        form={form}
        hasTokenError={getFieldError('token') !== undefined}
        token={<Field type="password" {...field('token')} />}
      >
        <Field type="password" {...field('secretId')} />
        <Field type="password" {...field('secretKey')} />
      </KeyFields>
    </>
  );
}
