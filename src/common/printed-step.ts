/** Which step a printed line is about: by a word, by a bar, by its epoch. */

const EPOCH_WORD = /\bepoch\s*[#:=]?\s*\[?(\d+)/i;
const STEP_WORD = /\b(?:global[ _]step|step|iter(?:ation)?|batch)\s*[#:=]?\s*\[?\s*(\d+)(?:\s*\/\s*(\d+))?/i;
/** A line that begins with its number, as those of boosted trees: `[7]` or `7:`, then a tab. */
const NUMBERED_LINE = /^(?:\[(\d+)\]|(\d+):)\t/;
/** The part of a bar that counts, `45/100`; not a value such as `Accuracy: 45/100`. */
const BAR = /(?<![=:]\s{0,3})(?:^|[\s|[])(\d+)\/(\d+)(?=[\s[\]]|$)/;
/** A bar that does not know its end: `45it [00:05` of tqdm, `45/? [00:05` of Lightning. */
const ENDLESS_BAR = /(?:^|[\s|])(\d+)(it|\/\?) \[/;
const EPOCH_COUNT = /\bepoch\s*[#:=]?\s*\[?\d+\s*\/\s*\d+/i;

/** For the lines of one program, in their order: some forms name the epoch in a line before. */
export class PrintedSteps {
  private epoch: number | null = null;
  private firstEpoch: number | null = null;

  /**
   * To be called for every line.
   *
   * @param pair what the line says by a pair such as `epoch=3`, or `null`.
   * @returns the epoch that the line names.
   */
  see(text: string, pair: number | null): number | null {
    const epoch = pair ?? integer(EPOCH_WORD.exec(text)?.[1]);
    this.epoch = epoch ?? this.epoch;
    this.firstEpoch ??= epoch;
    return epoch;
  }

  /** @returns `null` when the line, whose epoch was seen, is about no step. */
  stepOf(text: string, epoch: number | null): number | null {
    return this.byWord(text) ?? this.byBar(text, epoch);
  }

  /** `Step [100/600]` begins anew with each epoch, `step 100` does not. */
  private byWord(text: string): number | null {
    const [, step, total] = STEP_WORD.exec(text) ?? [];
    if (step !== undefined) {
      return total === undefined ? Number(step) : this.past(Number(total)) + Number(step);
    }
    const [, bracketed, colon] = NUMBERED_LINE.exec(text) ?? [];
    return integer(bracketed ?? colon);
  }

  /** The step of a bar counts on over epochs; without a bar the epoch is the step. */
  private byBar(text: string, epoch: number | null): number | null {
    // "Epoch 3/10" counts epochs.
    const rest = text.replace(EPOCH_COUNT, '');
    const [, done, total] = BAR.exec(rest) ?? [];
    if (done !== undefined && total !== undefined) {
      return this.past(Number(total)) + Number(done);
    }
    const [, count, kind] = ENDLESS_BAR.exec(rest) ?? [];
    if (count === undefined) {
      return epoch;
    }
    // How long its epochs are is not known, so in later ones it cannot count on.
    return kind === 'it' || this.epoch === this.firstEpoch ? Number(count) : null;
  }

  /** Steps of the epochs before. */
  private past(total: number): number {
    return this.epoch === null || this.firstEpoch === null ? 0 : (this.epoch - this.firstEpoch) * total;
  }
}

function integer(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
