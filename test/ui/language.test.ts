import assert from 'node:assert/strict';
import { openSession, panelIn, runFromPalette, untilCurvesMove, type Session } from '../drive';
import { makeFolders, type Folders } from './folders';
import { pseudoLanguage } from './page/pseudo-language';

describe('An editor in another language', () => {
  let folders: Folders;
  let session: Session;

  before(async () => {
    folders = makeFolders();
    session = await openSession({
      ...{ folder: folders.workspace, runs: folders.runs, installed: true },
      language: { id: 'de', words: pseudoLanguage() },
    });
  });
  after(async () => {
    await session.close();
    folders.remove();
  });

  it('has panels whose words, those of the host and those of the page, are in it', async () => {
    const words = pseudoLanguage();
    await runFromPalette(session.page, 'Sideplot: Run Demo');
    const panel = await panelIn(session.page);
    await untilCurvesMove(panel);
    assert.equal(await panel.frame.locator('html').getAttribute('lang'), 'de');
    // The host lays the figure out; the page names its buttons.
    assert.equal(await panel.frame.locator('h1').innerText(), words['All metrics']);
    assert.equal(await panel.frame.locator('.status-word').innerText(), words['running']);
    assert.equal(await panel.frame.locator('[data-action=search]').getAttribute('title'), words['Search Metrics']);
    await session.page.getByRole('tab', { name: words['Plots: {0}']?.split('{0}')[0] ?? '' }).waitFor();
    assert.deepEqual(session.errors, []);
  });
});
