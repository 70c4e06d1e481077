/** The controls of a run: widgets that its program has asked for, by which the user reaches the running code. */
import type { ControlRecord, ControlValue, ValueRecord } from './record';

/** Controls that are kept; a program with more has lost its way. */
const MAX_CONTROLS = 100;

/** What is shown of one control. */
export type ControlDescription = Omit<ControlRecord, 'type' | 'time'>;

export class Controls {
  /** In the order in which the program made them. */
  private readonly controls = new Map<string, ControlDescription>();
  private described: readonly ControlDescription[] = [];

  /** Of several processes of a run each may ask for the same control: the newest word counts. @returns false when there are too many already. */
  define({ name, kind, value, unit, min, max, step, logarithmic, options }: ControlRecord): boolean {
    if (this.controls.size >= MAX_CONTROLS && !this.controls.has(name)) {
      return false;
    }
    this.set({ name, kind, value, unit, min, max, step, logarithmic, options });
    return true;
  }

  /** The program has another value. @returns false when there is no such control, or it cannot have this value. */
  change({ name, value }: ValueRecord): boolean {
    const control = this.controls.get(name);
    if (control === undefined || !canHold(control, value)) {
      return false;
    }
    this.set({ ...control, value });
    return true;
  }

  find(name: string): ControlDescription | undefined {
    return this.controls.get(name);
  }

  get all(): readonly ControlDescription[] {
    return this.described;
  }

  private set(control: ControlDescription): void {
    this.controls.set(control.name, control);
    this.described = [...this.controls.values()];
  }
}

/** Whether the program can have this value of a control. Of a button it has how often it was pressed. */
export function canHold(control: ControlDescription, value: ControlValue): boolean {
  return control.kind === 'button' ? typeof value === 'number' : canHave(control, value);
}

/** Whether the user can give a control this value. A button is pressed with `true`. */
export function canHave({ kind, min, max, options }: ControlDescription, value: ControlValue): boolean {
  switch (kind) {
    case 'slider':
      return typeof value === 'number' && value >= min && value <= max;
    case 'toggle':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && options.includes(value);
    case 'button':
      return value === true;
  }
}
