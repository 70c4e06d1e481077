/** Ids of runs that this side starts. */
import { randomBytes } from 'node:crypto';

/** An id that sorts by start time, as the Python client makes them. */
export function newRunId(now = new Date()): string {
  const digits = now.toISOString().replace(/[-:]/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}-${digits.slice(16, 19)}000-${randomBytes(3).toString('hex')}`;
}
