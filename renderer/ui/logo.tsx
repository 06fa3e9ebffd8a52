/** The logo (assets/icons/app.svg). */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <rect className="logo-ground" width="24" height="24" rx="5.6" />
      <path className="logo-rest" d="M19.72 10.9A8.28 8.28 0 1 1 13.1 4.28A5.79 5.79 0 1 0 19.72 10.9Z" />
      <circle className="logo-free" cx="14" cy="10" r="4.45" />
    </svg>
  );
}
