/** The colours of runs in lists and pictures are those of the panels. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { COLOUR_COUNT } from '../../src/common/series-style';
import { paletteOf } from '../../src/webview/palette';

const ROOT = resolve(__dirname, '../../..');

interface Manifest {
  readonly contributes: {
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}

describe('The colours of runs', () => {
  const { contributes } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as Manifest;
  const places = Array.from({ length: COLOUR_COUNT }, (_, place) => place);

  it('are those of the palette in every theme', () => {
    assert.deepEqual(
      contributes.colors.map(({ id, defaults }) => [id, defaults]),
      places.map((place) => [
        `sideplot.run${place + 1}`,
        {
          light: paletteOf('light')[place],
          dark: paletteOf('dark')[place],
          highContrast: paletteOf('highContrast')[place],
          highContrastLight: paletteOf('highContrastLight')[place],
        },
      ]),
    );
  });

  it('are those of the pictures to choose from', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const place of places) {
        const picture = readFileSync(resolve(ROOT, 'media', `colour-${theme}-${place + 1}.svg`), 'utf8');
        assert.ok(picture.includes(`fill="${paletteOf(theme)[place] ?? '?'}"`), `${theme} ${place}`);
      }
    }
  });
});
