/** How controls look, to the eye and to assistive technology. */
import assert from 'node:assert/strict';
import { until } from '../../drive/wait';
import { seriousFindings } from '../axe-findings';
import { ALL, ControlsPanel } from './controls-driver';
import { points } from './page-driver';
import { savePicture } from './saved-picture';
import { usePanel } from './use-panel';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

describe('The look of controls', () => {
  const hand = new ControlsPanel(usePanel());
  const { open, title, tell, range, field, list, press } = hand;

  for (const theme of ['vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast-light'] as const) {
    it(`have nothing serious for axe and look well, in ${theme}`, async () => {
      await open(ALL, { theme });
      const findings = () => seriousFindings(hand.panel.page.mainFrame(), RULES);
      await hand.panel.frame([points(0, 0, [0, 1, 2], [3, 1, 2])]);
      assert.deepEqual(await findings(), []);
      await range('dropout').press('End');
      await press('Save checkpoint').click();
      await field('temperature').fill('900');
      await field('temperature').press('Enter');
      await list('optimiser').click();
      await savePicture(hand.panel, `controls-${theme}`);
      assert.deepEqual(await findings(), []);
      await hand.panel.page.keyboard.press('Escape');
      await hand.panel.page.setViewportSize({ width: 300, height: 560 });
      await savePicture(hand.panel, `controls-narrow-${theme}`);
      await tell({}, { status: 'finished' });
      await hand.panel.page.setViewportSize({ width: 800, height: 500 });
      await savePicture(hand.panel, `controls-ended-${theme}`);
      assert.deepEqual(await findings(), []);
    });
  }

  it('tells what is not taken, also without colour', async () => {
    await open(ALL, { theme: 'vscode-high-contrast' });
    await range('dropout').press('End');
    await press('Save checkpoint').click();
    await until('what is not taken to be late', async () => (await title('dropout'))?.includes('not taken'));
    assert.deepEqual(await seriousFindings(hand.panel.page.mainFrame(), RULES), []);
    await savePicture(hand.panel, 'controls-late');
  });
});
