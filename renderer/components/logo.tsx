/** Standby's own sign: Free and Rest, two halves of one round (assets/icons/app.svg). */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <rect className="logo-ground" width="24" height="24" rx="5.6" />
      <path className="logo-rest" d="M17.4 14.3A6.4 6.4 0 1 1 10.2 5.7A5 5 0 0 0 17.4 14.3Z" />
      <circle className="logo-free" cx="14.6" cy="9.4" r="3.6" />
    </svg>
  );
}
