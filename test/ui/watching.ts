/** Finds panels by what they show, and reads what they say. */
import { panelsIn, until, type Panel, type Session } from '../drive';

/** The panel with this heading, in any window. */
export async function panelTitled(session: Session, title: string): Promise<Panel> {
  return until(`a panel "${title}"`, async () => {
    const panels = await panelsIn(session.context.pages());
    for (const panel of panels) {
      if ((await headingOf(panel)) === title) return panel;
    }
    return undefined;
  });
}

/** Does something with the panel of this heading, and with the one that the editor puts in its place if that happens meanwhile. */
export async function inPanel<Result>(
  session: Session,
  title: string,
  action: (panel: Panel) => Promise<Result>,
): Promise<Result> {
  const done = await until(`something with the panel "${title}"`, async () => {
    const panel = await panelTitled(session, title);
    try {
      return { result: await action(panel) };
    } catch (error) {
      if (!panel.frame.isDetached()) throw error;
      return undefined;
    }
  });
  return done.result;
}

async function headingOf(panel: Panel): Promise<string> {
  // The frame may be replaced while it is read: then it is not the panel that is looked for.
  return panel.frame.evaluate(() => document.querySelector('.figure-title')?.textContent ?? '').catch(() => 'gone');
}

/** The text alternatives of the charts: each tells the current value of each series. */
export async function descriptionsOf({ frame }: Panel): Promise<readonly string[]> {
  return frame.evaluate(() =>
    [...document.querySelectorAll('#sideplot [role=img]')].map((chart) => chart.getAttribute('aria-label') ?? ''),
  );
}

/** The step of the newest point of each series, by chart. */
export async function stepsOf(panel: Panel): Promise<readonly (readonly number[])[]> {
  const descriptions = await descriptionsOf(panel);
  return descriptions.map((words) =>
    [...words.matchAll(/at step (−?[\d,.]+)/g)].map((match) =>
      Number((match[1] ?? '').replace('−', '-').replaceAll(',', '')),
    ),
  );
}

/** Waits until every series of the panel has reached a step. */
export async function reachesStep(panel: Panel, step: number): Promise<void> {
  await until(
    `all curves to reach step ${step}`,
    async () => {
      const steps = (await stepsOf(panel)).flat();
      return steps.length > 0 && steps.every((one) => one >= step);
    },
    { seen: () => descriptionsOf(panel) },
  );
}

/** The lines of the text pane. */
export async function textOf({ frame }: Panel): Promise<string> {
  return frame.evaluate(() => document.querySelector('.text-lines')?.textContent ?? '');
}

/** How many points the panel says the run has. */
export async function pointsOf({ frame }: Panel): Promise<number> {
  const words = await frame.evaluate(() => document.querySelector('.points')?.textContent ?? '');
  return Number(words.replace(/[^\d]/g, ''));
}
