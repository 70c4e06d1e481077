/** Style sheets of the peers come into their pages as text. */
declare module '*.min.css' {
  const text: string;
  export default text;
}
