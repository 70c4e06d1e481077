/** Writes how long something took: `7 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */

/** @param seconds NaN when it is not known: then it is empty. */
export function elapsed(seconds: number): string {
  if (!Number.isFinite(seconds)) {
    return '';
  }
  const whole = Math.max(0, Math.floor(seconds));
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  const [minutes, rest] = [Math.floor(whole / 60) % 60, whole % 60];
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
