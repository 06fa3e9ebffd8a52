/** Texts of the group policy templates. The English explanations are the descriptions of the policy's schema. */
import type { ManagedSetting } from '../../../../shared/state.ts';

type SettingTexts = {
  /** The name of the policy in the editor. */
  name: { en: string; 'zh-CN': string };
  /** The explanation in Chinese, as in docs/managed-settings.zh-CN.md. */
  explanation: string;
};

export const SETTING_TEXTS: Record<ManagedSetting, SettingTexts> = {
  edition: {
    name: { en: 'Site', 'zh-CN': '站点' },
    explanation: '站点：国际站、中国站或其他地址。',
  },
  customAddress: {
    name: { en: 'Service address', 'zh-CN': '服务地址' },
    explanation: '服务地址，用于 edition 为“custom”时。',
  },
  sdkAppId: {
    name: { en: 'SdkAppId', 'zh-CN': 'SdkAppId（应用 ID）' },
    explanation: '联络中心的 SdkAppId（应用 ID）。',
  },
  agent: {
    name: { en: 'Agent account', 'zh-CN': '座席账号' },
    explanation: '座席账号，用于电脑只属于一名座席时。',
  },
  credentialProcess: {
    name: { en: 'Program that issues keys', 'zh-CN': '提供密钥的程序' },
    explanation: '提供临时密钥的程序；设置后 Standby 不保存密钥。',
  },
  signIn: {
    name: { en: 'Company sign-in', 'zh-CN': '公司登录' },
    explanation:
      '公司登录；设置后 Standby 不保存密钥。需要 edition 和 sdkAppId，或 gateway；不能与 credentialProcess 同时使用，并忽略 agent。',
  },
  gateway: {
    name: { en: 'Company gateway', 'zh-CN': '公司网关' },
    explanation:
      '公司网关，密钥保存在其中。需要 signIn，不能与 credentialProcess 同时使用，并忽略 edition、customAddress 和 sdkAppId。',
  },
  caBundle: {
    name: { en: 'CA certificates', 'zh-CN': 'CA 证书' },
    explanation: 'Linux：Standby 额外信任的 CA 证书文件（PEM）。',
  },
  fleetSize: {
    name: { en: 'Number of agents', 'zh-CN': '座席人数' },
    explanation: '同时上班的座席人数；所有座席每秒共用 20 次切换。',
  },
  reasons: {
    name: { en: 'Reasons', 'zh-CN': '原因' },
    explanation: '可选的原因，按顺序显示：最多 30 个，每个最多 60 个字符。',
  },
  shortcuts: {
    name: { en: 'Global shortcuts', 'zh-CN': '全局快捷键' },
    explanation: '全局快捷键，使用 Electron 的写法；"" 表示停用。未写入的由座席设置。',
  },
  breakLimits: {
    name: { en: 'Time limits', 'zh-CN': '时长上限' },
    explanation: '各原因的时长上限，单位为分钟；null 表示不限。',
  },
  autoFreeAtReturn: {
    name: { en: 'Free at the planned return', 'zh-CN': '到返回时间自动示闲' },
    explanation: '到计划返回时间时，如果座席在电脑前，则自动切换到示闲。',
  },
  dayStartHour: {
    name: { en: 'Start of the day', 'zh-CN': '一天的开始' },
    explanation: '从几点开始算新的一天。',
  },
  onLock: {
    name: { en: 'Status when the screen is locked', 'zh-CN': '锁定屏幕时的状态' },
    explanation: '锁定屏幕时切换到的状态；null 表示不切换。',
  },
  onSleep: {
    name: { en: 'Status when the computer sleeps', 'zh-CN': '电脑睡眠时的状态' },
    explanation: '电脑睡眠时切换到的状态；null 表示不切换。',
  },
  onIdle: {
    name: { en: 'Status without activity', 'zh-CN': '无操作时的状态' },
    explanation: '无操作达到此分钟数时切换到的状态；null 表示不切换。',
  },
  onQuit: {
    name: { en: 'Status at the end', 'zh-CN': '退出时的状态' },
    explanation: '退出 Standby 或关机前切换到的状态；null 表示不切换。',
  },
  reduceNotifications: {
    name: { en: 'Fewer notifications', 'zh-CN': '减少通知' },
    explanation: '不通知已确认的切换，由图标显示（默认）；其他通知不受影响。',
  },
  closeAfterSwitch: {
    name: { en: 'Close the window after a switch', 'zh-CN': '切换后关闭窗口' },
    explanation: '在窗口中切换并确认后关闭窗口（默认）。',
  },
  language: {
    name: { en: 'Language', 'zh-CN': '语言' },
    explanation: '应用的语言；“system”表示跟随系统。',
  },
  theme: {
    name: { en: 'Theme', 'zh-CN': '主题' },
    explanation: '窗口的主题；“system”表示跟随系统。',
  },
  startAtLogin: {
    name: { en: 'Start at login', 'zh-CN': '登录时启动' },
    explanation: '登录时自动启动 Standby。',
  },
  pollIntervalSeconds: {
    name: { en: 'Interval of readings', 'zh-CN': '读取间隔' },
    explanation: '两次读取状态之间的秒数。',
  },
  localApi: {
    name: { en: 'Local API', 'zh-CN': '本地接口' },
    explanation: '命令行和座席的其他程序可以做什么：什么都不能、只能读取、或全部（默认）。',
  },
  onStatus: {
    name: { en: 'Program after a change', 'zh-CN': '状态变更后的程序' },
    explanation: '每次状态变更确认后启动的程序；null 表示不允许任何程序。',
  },
  auditLog: {
    name: { en: 'Audit log', 'zh-CN': '审计日志' },
    explanation: '将已确认的切换、失败和自动切换报告到何处：文件、syslog 或两者。',
  },
  team: {
    name: { en: 'Statuses of other agents', 'zh-CN': '其他座席的状态' },
    explanation: '命令行能否读取和更改其他座席的状态（默认不能）。',
  },
};

export const TEMPLATE_TEXTS = {
  en: {
    category: 'Standby',
    supported: 'Standby 0.1.0 or later, on Windows',
    json: 'JSON, over as many lines as needed:',
    isJson: 'The value is JSON. Examples are in docs/managed-settings.md.',
  },
  'zh-CN': {
    category: 'Standby',
    supported: 'Windows 上的 Standby 0.1.0 或更高版本',
    json: 'JSON，可以分为多行：',
    isJson: '值为 JSON。示例见 docs/managed-settings.zh-CN.md。',
  },
} as const;

export type TemplateLanguage = keyof typeof TEMPLATE_TEXTS;
