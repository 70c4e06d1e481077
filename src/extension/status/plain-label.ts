/** Texts of a log where the editor would take some of their characters for more than text. */
import { shorten } from '../../common/shorten';

/** For labels, in which `$(name)` is an icon. */
export function plainLabel(text: string, limit: number): string {
  return shorten(oneLine(text), limit).replaceAll('$(', '\\$(');
}

/** For notifications, in which `[text](address)` is a link. */
export function plainMessage(text: string, limit: number): string {
  return shorten(oneLine(text), limit).replaceAll('](', '] (');
}

/** For Markdown. */
export function plainMarkdown(text: string, limit: number): string {
  return shorten(oneLine(text), limit).replace(/[\\`*_{}[\]()#+\-.!<>&~|$:]/g, '\\$&');
}

/** For the description of a picture in Markdown, in which nothing can be escaped. */
export function plainDescription(text: string, limit: number): string {
  return shorten(oneLine(text), limit).replace(/[\\`*_[\]<>&"]/g, ' ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
