/**
 * Generates the templates for Windows' group policy editors: Standby.admx, and a Standby.adml for each language. Format: "Group
 * Policy ADMX Syntax Reference Guide", learn.microsoft.com/previous-versions/windows/desktop/policy. Not yet opened on Windows.
 */
import { POLICY_KEY } from '../registry.ts';
import { SETTING_TEXTS, TEMPLATE_TEXTS, type TemplateLanguage } from './template-texts.ts';
import { templateSettings, type TemplateSetting } from './template-settings.ts';
import { element, formatXml, type Element } from './xml.ts';

const SCHEMA = {
  'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  xmlns: 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions',
  revision: '1.0',
  schemaVersion: '1.0',
};

/** An editor allows 1,023 characters and no limit of lines unless a template says otherwise. */
const JSON_LIMITS = { maxLength: '32767', maxStrings: '0' };

/** The policies: which registry value each of them writes. */
export function formatAdmx(languages: readonly string[]): string {
  return formatXml(
    element('policyDefinitions', SCHEMA, [
      element('policyNamespaces', {}, [
        element('target', { prefix: 'standby', namespace: 'Standby.Policies' }),
      ]),
      element('resources', { minRequiredRevision: '1.0' }),
      element('supportedOn', {}, [
        element('definitions', {}, [
          element('definition', { name: 'supported', displayName: '$(string.supported)' }),
        ]),
      ]),
      element('categories', {}, [
        element('category', { name: 'standby', displayName: '$(string.category)' }),
      ]),
      element('policies', {}, templateSettings(languages).map(policy)),
    ]),
  );
}

function policy({ name, entry }: TemplateSetting): Element {
  const isFlag = entry.kind === 'flag';
  const attributes = {
    name,
    class: 'Machine',
    displayName: `$(string.${name})`,
    explainText: `$(string.${name}_explanation)`,
    key: POLICY_KEY.replace('HKEY_LOCAL_MACHINE\\', ''),
    ...(isFlag ? { valueName: name } : { presentation: `$(presentation.${name})` }),
  };
  return element('policy', attributes, [
    element('parentCategory', { ref: 'standby' }),
    element('supportedOn', { ref: 'supported' }),
    ...(isFlag
      ? [
          element('enabledValue', {}, [element('decimal', { value: '1' })]),
          element('disabledValue', {}, [element('decimal', { value: '0' })]),
        ]
      : [element('elements', {}, [input(name, entry)])]),
  ]);
}

function input(name: string, entry: Exclude<TemplateSetting['entry'], { kind: 'flag' }>): Element {
  const common = { id: name, valueName: name, required: 'true' };
  switch (entry.kind) {
    case 'choice':
      return element(
        'enum',
        common,
        entry.options.map((option) =>
          element('item', { displayName: `$(string.${name}_${option})` }, [
            element('value', {}, [element('string', {}, option)]),
          ]),
        ),
      );
    case 'number':
      return element('decimal', { ...common, minValue: String(entry.min), maxValue: String(entry.max) });
    case 'text':
      return element('text', { ...common, maxLength: String(entry.maxLength) });
    case 'json':
      return element('multiText', { ...common, ...JSON_LIMITS });
  }
}

/** The texts of the policies in one language. */
export function formatAdml(languages: readonly string[], language: TemplateLanguage): string {
  const settings = templateSettings(languages);
  const texts = TEMPLATE_TEXTS[language];
  return formatXml(
    element('policyDefinitionResources', SCHEMA, [
      element('displayName', {}, texts.category),
      element('description', {}, texts.category),
      element('resources', {}, [
        element('stringTable', {}, [
          string('category', texts.category),
          string('supported', texts.supported),
          ...settings.flatMap((setting) => strings(setting, language)),
        ]),
        element(
          'presentationTable',
          {},
          settings.filter(({ entry }) => entry.kind !== 'flag').map((each) => presentation(each, language)),
        ),
      ]),
    ]),
  );
}

function string(id: string, text: string): Element {
  return element('string', { id }, text);
}

function strings({ name, description, entry }: TemplateSetting, language: TemplateLanguage): Element[] {
  const texts = SETTING_TEXTS[name];
  const explanation = language === 'en' ? description : texts.explanation;
  const note = entry.kind === 'json' ? [TEMPLATE_TEXTS[language].isJson] : [];
  return [
    string(name, texts.name[language]),
    string(`${name}_explanation`, [explanation, ...note].join('\r\n\r\n')),
    ...(entry.kind === 'choice' ? entry.options.map((option) => string(`${name}_${option}`, option)) : []),
  ];
}

function presentation({ name, entry }: TemplateSetting, language: TemplateLanguage): Element {
  const label = `${SETTING_TEXTS[name].name[language]}:`;
  const refId = { refId: name };
  const content = {
    choice: () => element('dropdownList', { ...refId, noSort: 'true' }, label),
    number: () => element('decimalTextBox', { ...refId, spin: 'false' }, label),
    text: () => element('textBox', refId, [element('label', {}, label)]),
    json: () => element('multiTextBox', refId, TEMPLATE_TEXTS[language].json),
    flag: () => element('text', {}, label),
  }[entry.kind];
  return element('presentation', { id: name }, [content()]);
}
