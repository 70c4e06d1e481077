/** The page's clock as the time of day, comparable with that of other programs of the machine: seconds since 1970. */
export function nowInSeconds(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}
