/**
 * Generates a configuration profile for macOS, as a pattern for the company's device management: every setting is a comment with its
 * explanation and an example, which IT uncomments. Format: "Configuration Profile Reference", Apple. Not yet installed on macOS.
 */
import type { ManagedSetting } from '../../../../shared/state.ts';
import { templateSettings } from './template-settings.ts';

/** Settings that macOS has no use for. */
const NOT_ON_MACOS: readonly ManagedSetting[] = ['caBundle'];

/** Fixed, so that a new pattern replaces the old one on a computer. They identify the two payloads and nothing else. */
const PROFILE_UUID = '4C7A2B5E-0D5B-4E0E-9E55-6A3C0C0E9F11';
const PAYLOAD_UUID = '8D1F6A90-3B7C-4C59-8F0B-2E5B7A9D4C22';

type PlistValue = string | number | boolean | readonly PlistValue[] | { readonly [key: string]: PlistValue };

/** An example of each setting. The test checks each with the schema. A property list has no null, so a setting with one is a text with JSON. */
const PREFERENCE_EXAMPLES: Readonly<Partial<Record<ManagedSetting, PlistValue>>> = {
  edition: 'international',
  customAddress: 'https://ccc.example.com/',
  sdkAppId: 1_400_692_008,
  agent: 'agent@example.com',
  credentialProcess: { program: '/usr/local/bin/company-keys', arguments: ['--agent'], timeoutSeconds: 10 },
  signIn: {
    issuer: 'https://login.example.com/tenant/v2.0',
    clientId: 'standby',
    providerId: 'company-login',
    roleArn: 'qcs::cam::uin/100000000001:roleName/ccc-agent',
  },
  gateway: { address: 'https://gateway.example.com:8443/' },
  fleetSize: 500,
  reasons: { rest: ['Lunch', 'Training'], notReady: ['Paperwork'] },
  shortcuts: { free: 'Control+Shift+F9' },
  breakLimits: '[{"status":"rest","reason":"Lunch","breakMinutes":45,"dayMinutes":null}]',
  autoFreeAtReturn: false,
  dayStartHour: 4,
  onLock: { status: 'rest', reason: 'Away' },
  onSleep: { status: 'rest', reason: 'Away' },
  onIdle: 'null',
  onQuit: { status: 'notReady', reason: '' },
  reduceNotifications: true,
  closeAfterSwitch: true,
  language: 'system',
  theme: 'system',
  startAtLogin: true,
  pollIntervalSeconds: 60,
  localApi: 'read',
  onStatus: { program: '/usr/local/bin/company-light' },
  auditLog: { syslog: 'tls://collector.example.com:6514' },
  team: 'off',
};

/**
 * The profile as XML.
 * @param appId also the domain of the preferences
 * @param languages tags of the supported languages
 */
export function formatConfigurationProfile(appId: string, languages: readonly string[]): string {
  const settings = templateSettings(languages).filter(({ name }) => !NOT_ON_MACOS.includes(name));
  const comments = settings.flatMap(({ name, description }) => {
    const example = PREFERENCE_EXAMPLES[name];
    if (example === undefined) return [];
    const entry = [`<key>${name}</key>`, ...formatValue(example)].map((line) => `        ${line}`);
    return [`      <!-- ${commentText(description)}`, ...entry, '      -->'];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...payloadKeys('Configuration', appId, PROFILE_UUID, '  '),
    '  <key>PayloadScope</key>',
    '  <string>System</string>',
    '  <key>PayloadContent</key>',
    '  <array>',
    '    <dict>',
    ...payloadKeys(appId, `${appId}.settings`, PAYLOAD_UUID, '      '),
    ...comments,
    '    </dict>',
    '  </array>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}

function payloadKeys(type: string, identifier: string, uuid: string, indent: string): string[] {
  const keys = {
    PayloadType: type,
    PayloadIdentifier: identifier,
    PayloadUUID: uuid,
    PayloadDisplayName: 'Standby',
  };
  return [
    ...Object.entries(keys).flatMap(([key, value]) => [`<key>${key}</key>`, `<string>${value}</string>`]),
    '<key>PayloadVersion</key>',
    '<integer>1</integer>',
  ].map((line) => `${indent}${line}`);
}

function formatValue(value: PlistValue): string[] {
  if (typeof value === 'string') return [`<string>${escape(value)}</string>`];
  if (typeof value === 'number') return [`<integer>${value}</integer>`];
  if (typeof value === 'boolean') return [value ? '<true/>' : '<false/>'];
  if (isList(value)) return ['<array>', ...value.flatMap(formatValue).map(indented), '</array>'];
  const entries = Object.entries(value).flatMap(([key, inner]) => [
    `<key>${key}</key>`,
    ...formatValue(inner),
  ]);
  return ['<dict>', ...entries.map(indented), '</dict>'];
}

function isList(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}

function indented(line: string): string {
  return `  ${line}`;
}

/** A comment cannot contain two hyphens in a row. */
function commentText(text: string): string {
  return text.replaceAll('--', '- -');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('--', '&#45;&#45;');
}
