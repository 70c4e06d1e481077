/** What the processes of a group use of the machine, as far as the system tells. */
import { readdirSync, readFileSync } from 'node:fs';

export interface GroupUsage {
  /** Processor time of the group since it began, in seconds, with that of its processes that have ended and were waited for. */
  readonly cpuSeconds: number;
  /** What its processes hold, in MiB; pages that several of them share count for each. */
  readonly memory: number;
}

/** Of the kernel's clock on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @returns `null` where there is no `/proc`, or nobody of the group. */
export function readGroupUsage(group: number): GroupUsage | null {
  const members = processes()
    .map((pid) => readMember(pid, group))
    .filter((member) => member !== null);
  return members.length === 0
    ? null
    : {
        cpuSeconds: members.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
        memory: members.reduce((sum, { memory }) => sum + memory, 0),
      };
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readMember(pid: string, group: number): GroupUsage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the last parenthesis may hold spaces and parentheses; the group is field 5, the times are fields 14 to 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[2]) !== group) {
      return null;
    }
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const resident = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuSeconds: ticks / TICKS_PER_SECOND, memory: Number(resident ?? 0) / 1024 };
  } catch {
    // It has ended.
    return null;
  }
}
