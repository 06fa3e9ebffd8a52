import type { AgentStatus } from '../../shared/domain.ts';

export type StatusIconName = AgentStatus | 'switching' | 'unknown';

/**
 * The shapes of the tray icons (assets/icons/tray), on a 24 × 24 grid. Filled by the nonzero rule: holes run in the opposite
 * direction.
 */
export const statusIconPaths: Record<StatusIconName, string> = {
  free: 'M2.5 12A9.5 9.5 0 1 1 21.5 12A9.5 9.5 0 1 1 2.5 12ZM8.78 11.42A1.25 1.25 0 0 0 7.02 13.18L9.92 16.08A1.25 1.25 0 0 0 11.68 16.08L16.98 10.78A1.25 1.25 0 0 0 15.22 9.02L10.8 13.43L8.78 11.42Z',
  rest: 'M20.95 13.37A9.4 9.4 0 1 1 10.63 3.05A7.3 7.3 0 0 0 20.95 13.37Z',
  notReady:
    'M7.71 2.85A1.2 1.2 0 0 1 8.56 2.5L15.44 2.5A1.2 1.2 0 0 1 16.29 2.85L21.15 7.71A1.2 1.2 0 0 1 21.5 8.56L21.5 15.44A1.2 1.2 0 0 1 21.15 16.29L16.29 21.15A1.2 1.2 0 0 1 15.44 21.5L8.56 21.5A1.2 1.2 0 0 1 7.71 21.15L2.85 16.29A1.2 1.2 0 0 1 2.5 15.44L2.5 8.56A1.2 1.2 0 0 1 2.85 7.71ZM8.2 10.65A1.35 1.35 0 0 0 8.2 13.35H15.8A1.35 1.35 0 0 0 15.8 10.65Z',
  busy: 'M18.36 19.62A12.9 12.9 0 0 1 4.38 5.64L8.96 6.04A8.3 8.3 0 0 0 17.96 15.04ZM15.89 20.41L13.91 18.43A1.9 1.9 0 0 1 13.91 15.75L15.89 13.77A1.9 1.9 0 0 1 18.58 13.77L20.56 15.75A1.9 1.9 0 0 1 20.56 18.43L18.58 20.41A1.9 1.9 0 0 1 15.89 20.41ZM5.57 10.09L3.59 8.11A1.9 1.9 0 0 1 3.59 5.42L5.57 3.44A1.9 1.9 0 0 1 8.25 3.44L10.23 5.42A1.9 1.9 0 0 1 10.23 8.11L8.25 10.09A1.9 1.9 0 0 1 5.57 10.09Z',
  afterCallWork:
    'M7 2.5H17A3 3 0 0 1 20 5.5V18.5A3 3 0 0 1 17 21.5H7A3 3 0 0 1 4 18.5V5.5A3 3 0 0 1 7 2.5ZM8.2 7.4A1.1 1.1 0 0 0 8.2 9.6H15.8A1.1 1.1 0 0 0 15.8 7.4ZM8.2 11.1A1.1 1.1 0 0 0 8.2 13.3H15.8A1.1 1.1 0 0 0 15.8 11.1ZM8.2 14.8A1.1 1.1 0 0 0 8.2 17H12A1.1 1.1 0 0 0 12 14.8Z',
  switching:
    'M21.36 10.35A9.5 9.5 0 1 1 8.75 3.07A1.7 1.7 0 0 1 9.91 6.27A6.1 6.1 0 1 0 18.01 10.94A1.7 1.7 0 0 1 21.36 10.35Z',
  unknown:
    'M2.6 12A9.4 9.4 0 1 1 21.4 12A9.4 9.4 0 1 1 2.6 12ZM5.4 12A6.6 6.6 0 1 0 18.6 12A6.6 6.6 0 1 0 5.4 12Z',
  offline:
    'M2.6 12A9.4 9.4 0 1 1 21.4 12A9.4 9.4 0 1 1 2.6 12ZM5 12A7 7 0 1 0 19 12A7 7 0 1 0 5 12ZM10.15 8.45L15.55 13.85A1.2 1.2 0 0 1 13.85 15.55L8.45 10.15A1.2 1.2 0 0 1 10.15 8.45ZM8.45 13.85L13.85 8.45A1.2 1.2 0 0 1 15.55 10.15L10.15 15.55A1.2 1.2 0 0 1 8.45 13.85Z',
};

type Props = { name: StatusIconName; size?: number };

/** Status icon in the color of its text. Decorative: the text beside it has the same information. */
export function StatusIcon({ name, size = 24 }: Props) {
  return (
    <svg
      className={name === 'switching' ? 'status-icon turning' : 'status-icon'}
      viewBox="0 0 24 24"
      style={{ width: `${size / 16}rem`, height: `${size / 16}rem` }}
      aria-hidden="true"
      data-status-icon={name}
    >
      <path d={statusIconPaths[name]} />
    </svg>
  );
}
