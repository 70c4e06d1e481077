/** How lengths of time are written for people, without words that would have to be translated. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `0:07`, `12:34`, `3:02:01`; from a day on `2d 03:04`, in days, hours and minutes. Of what is no length of time nothing. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return '';
  }
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  if (whole >= DAY) {
    return `${Math.floor(whole / DAY)}d ${padded(hours % 24)}:${padded(minutes)}`;
  }
  const rest = padded(whole % MINUTE);
  return hours > 0 ? `${hours}:${padded(minutes)}:${rest}` : `${minutes}:${rest}`;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
