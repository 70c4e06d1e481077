import assert from 'node:assert/strict';
import { placed } from '../../../src/webview/export/figure-places';

const box = (left: number, top: number, width = 100, height = 50) => ({ left, top, width, height });

describe('placed', () => {
  it('keeps the places of the window below a title', () => {
    const boxes = [box(10, 300), box(110, 300), box(10, 351, 200)];
    const { places, width, height, top } = placed(boxes, [50, 50, 50]);
    assert.deepEqual(places, [
      { left: 0, top },
      { left: 100, top },
      { left: 0, top: top + 51 },
    ]);
    assert.deepEqual([width, height], [200, top + 101]);
  });

  it('makes room below charts that are higher in the picture', () => {
    const boxes = [box(0, 0), box(100, 2), box(0, 50), box(100, 50, 100, 50)];
    const { places, height, top } = placed(boxes, [80, 40, 50, 70]);
    assert.deepEqual(
      places.map((place) => place.top - top),
      [0, 2, 80, 80],
    );
    assert.equal(height, top + 150);
  });
});
