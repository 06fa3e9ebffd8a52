const drawings = {
  settings: (
    <>
      <circle cx="12" cy="12" r="3.2" />
      <path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2" />
      <circle cx="12" cy="12" r="6.3" />
    </>
  ),
  back: <path d="M14.5 5.5 8 12l6.5 6.5" />,
  close: <path d="m6.5 6.5 11 11M17.5 6.5l-11 11" />,
  check: <path d="m5.5 12.5 4.2 4.2 8.8-9.2" />,
  chevron: <path d="m9.5 6 6 6-6 6" />,
  key: (
    <>
      <circle cx="8" cy="15.5" r="4" />
      <path d="m11 12.5 8-8M15.5 8l3 3" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5.2l3.6 2.2" />
    </>
  ),
  globe: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c2.4 2.5 3.5 5.3 3.5 8.5s-1.1 6-3.5 8.5c-2.4-2.5-3.5-5.3-3.5-8.5s1.1-6 3.5-8.5Z" />
    </>
  ),
  edit: <path d="m4.5 19.5.9-3.8L15.8 5.3a2 2 0 0 1 2.9 2.9L8.3 18.6ZM13.8 7.3l2.9 2.9" />,
  power: <path d="M12 3.5v8M7.2 6.6a8 8 0 1 0 9.6 0" />,
  away: <path d="M13 4.5H6v15h7M10.5 12h9M16.2 8.7l3.3 3.3-3.3 3.3" />,
  up: <path d="m6.5 14 5.5-5.5 5.5 5.5" />,
  down: <path d="m6.5 10 5.5 5.5 5.5-5.5" />,
  grip: <path d="M9 6v.1M9 12v.1M9 18v.1M15 6v.1M15 12v.1M15 18v.1" />,
  lock: (
    <>
      <rect x="5.5" y="10.5" width="13" height="9.5" rx="2.5" />
      <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
    </>
  ),
  person: (
    <>
      <circle cx="12" cy="8.2" r="3.7" />
      <path d="M5 19.5c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5" />
    </>
  ),
  list: (
    <>
      <path d="M9.5 6.5H20M9.5 12H20M9.5 17.5H20" />
      <path d="M4.8 6.5v.1M4.8 12v.1M4.8 17.5v.1" />
    </>
  ),
  cup: (
    <path d="M5 9.5h11.5V14a4.5 4.5 0 0 1-4.5 4.5H9.5A4.5 4.5 0 0 1 5 14ZM16.5 11h1.3a2.2 2.2 0 0 1 0 4.4h-1.5M8.5 4.2V6M12.5 4.2V6" />
  ),
  keyboard: (
    <>
      <rect x="3" y="6" width="18" height="12" rx="2.5" />
      <path d="M7 10v.1M10.3 10v.1M13.7 10v.1M17 10v.1M8.5 14.2h7" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.6v.1" />
    </>
  ),
  warning: <path d="M12 4 2.8 20h18.4ZM12 10.2v4.3M12 17.2v.1" />,
};

export type IconName = keyof typeof drawings;

/** Line icon, hidden from screen readers: its control needs a text or an accessible name. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      style={{ width: `${size / 16}rem`, height: `${size / 16}rem` }}
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  );
}
