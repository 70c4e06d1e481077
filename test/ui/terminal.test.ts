import { openSession, until, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { panelTitled, reachesStep } from './watching';

describe('A terminal', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({ folder: folders.workspace, runs: folders.runs });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('runs programs that log, with nothing installed, and a panel shows them', async () => {
    await session.commands.execute('workbench.action.terminal.new');
    await session.page.locator('.terminal-wrapper').first().waitFor();
    const program = 'import sideplot; [sideplot.log(loss=1 / (step + 1)) for step in range(500)]';
    const text = `${session.environment.python} -c '${program}'\n`;
    await session.commands.execute('workbench.action.terminal.sendSequence', { text });
    const panel = await panelTitled(session, 'All metrics');
    await reachesStep(panel, 499);
    await until('the end of the run', async () =>
      panel.frame.locator('[role=status][data-status=finished]').isVisible(),
    );
  });
});
