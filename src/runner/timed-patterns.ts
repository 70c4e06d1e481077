/** The user's patterns, each within a time: a regular expression can take longer for a line than anybody lives. */
import { createContext, Script } from 'node:vm';
import { byGroups, faultOf, type OwnPatterns, type PrintedMetrics } from '../common/printed-metrics';

/** For all lines that came at once; a normal pattern takes a microsecond for one. */
const FIRST_MILLISECONDS = 100;
/** For what is left of them: a machine that is busy with something else is slow, but not again and again. */
const AGAIN_MILLISECONDS = 250;
const FURTHER_TRIES = 2;

interface Pattern {
  readonly text: string;
  readonly expression: RegExp;
}

export class TimedPatterns implements OwnPatterns {
  private readonly patterns: Pattern[];
  private readonly timed: TimedCall | null;

  /**
   * @param patterns those that are no regular expressions, or find nothing by name, are left out; see `faultOf`.
   * @param givenUp is told of a pattern that took too long for a line, and is not used any longer.
   */
  constructor(
    patterns: readonly string[],
    private readonly givenUp: (pattern: string) => void,
  ) {
    this.patterns = patterns
      .filter((text) => faultOf(text) === '')
      .map((text) => ({ text, expression: new RegExp(text, 'u') }));
    this.timed = this.patterns.length === 0 ? null : new TimedCall();
  }

  search(lines: readonly string[]): readonly (PrintedMetrics | null)[] {
    const found = lines.map((): PrintedMetrics | null => null);
    for (const pattern of [...this.patterns]) {
      const results = this.searchWith(pattern, lines);
      results.forEach((metrics, index) => (found[index] ??= metrics));
    }
    return found;
  }

  private searchWith(pattern: Pattern, lines: readonly string[]): readonly (PrintedMetrics | null)[] {
    const results: (PrintedMetrics | null)[] = [];
    const search = (): void => {
      for (const line of lines.slice(results.length)) {
        const groups = pattern.expression.exec(line)?.groups;
        results.push(groups === undefined ? null : byGroups(groups));
      }
    };
    for (let tries = 0; results.length < lines.length; tries += 1) {
      const isInTime = this.timed?.run(search, tries === 0 ? FIRST_MILLISECONDS : AGAIN_MILLISECONDS) ?? true;
      if (!isInTime && tries >= FURTHER_TRIES) {
        this.patterns.splice(this.patterns.indexOf(pattern), 1);
        this.givenUp(pattern.text);
        break;
      }
    }
    return results;
  }
}

/** Calls what can be broken off: V8 looks at its watchdog between the steps of a regular expression, too. */
class TimedCall {
  private readonly scope: { call: () => void } = { call: () => undefined };
  private readonly context = createContext(this.scope);
  private readonly script = new Script('call()');

  /** @returns whether it came to its end in time. */
  run(call: () => void, milliseconds: number): boolean {
    this.scope.call = call;
    try {
      this.script.runInContext(this.context, { timeout: milliseconds });
      return true;
    } catch {
      return false;
    }
  }
}
