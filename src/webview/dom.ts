/** Small, typed ways to make elements. Text is always set as text: nothing here parses markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element with a class and, if given, text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

/** Sets the text of an element only when it differs, so that an unchanged label costs no layout. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Makes a decorative icon of 16 × 16 units from one path; `stroked` paths are drawn as lines. */
export function icon(path: string, stroked = false): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  shape.setAttribute(stroked ? 'stroke' : 'fill', 'currentColor');
  if (stroked) {
    shape.setAttribute('fill', 'none');
    shape.setAttribute('stroke-width', '1.5');
  }
  svg.append(shape);
  return svg;
}
