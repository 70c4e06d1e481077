/** Lists of dropdowns in something that scrolls: they would be cut off by it, and float above the page instead, as controls.css tells. */

/** Room between a list and the edge of the page, in CSS pixels. */
const EDGE = 4;

/** Has the list of a dropdown float beside it while it is open. `changed` is called when it opens and closes. */
export function floatList(dropdown: HTMLElement, changed: () => void): void {
  let open: AbortController | undefined;
  new MutationObserver(() => {
    open?.abort();
    open = undefined;
    if (dropdown.hasAttribute('open')) {
      open = new AbortController();
      place(dropdown);
      const options = { capture: true, passive: true, signal: open.signal } as const;
      window.addEventListener('scroll', () => place(dropdown), options);
      window.addEventListener('resize', () => place(dropdown), options);
    }
    changed();
  }).observe(dropdown, { attributeFilter: ['open'] });
}

function place(dropdown: HTMLElement): void {
  const { left, top, bottom, width } = dropdown.getBoundingClientRect();
  const below = window.innerHeight - bottom;
  const isAbove = top > below;
  const set = (name: string, value: string) => dropdown.style.setProperty(`--list-${name}`, value);
  set('left', `${left}px`);
  set('width', `${width}px`);
  set('top', isAbove ? 'auto' : `${bottom}px`);
  set('bottom', isAbove ? `${window.innerHeight - top}px` : 'auto');
  set('height', `${Math.max(top, below) - EDGE}px`);
}
