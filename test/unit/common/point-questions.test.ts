import assert from 'node:assert/strict';
import { Feed } from '../../../src/common/feed';
import { decodePoints, encodePoints } from '../../../src/common/point-answer';
import { PointQuestions, type SoughtPoint } from '../../../src/common/point-questions';
import type { PointAnswer, PointQuestion } from '../../../src/common/protocol';
import { CHUNK_POINTS } from '../../../src/common/series';
import { IDENTITY, Page } from './page';
import { apply, runOf } from './runs';

const LENGTH = 30 * CHUNK_POINTS;

/** A page that shows a run of one metric, 1 a step, of which the beginning was dropped from memory. */
function opened() {
  const { run, producer } = runOf('loss');
  for (let start = 0; start < LENGTH; start += 1000) {
    const y = Array.from({ length: 1000 }, (_, index) => (start + index) / 10);
    apply(producer, { type: 'points', series: 0, x: { start, step: 1 }, y, t: { start: 1e9 + start, step: 1 } });
  }
  const feed = new Feed([run], IDENTITY);
  const page = new Page(feed, 'page-1');
  page.catchUp();
  const series = run.series[0];
  assert.ok(series);
  return { feed, page, series, run };
}

function question(page: Page, request: number, x: number, change: Partial<PointQuestion> = {}): PointQuestion {
  const chart = page.figure?.charts[0]?.id ?? '';
  const places = [{ chart, series: 0, low: Math.floor(x / 100) * 100, high: Math.floor(x / 100 + 1) * 100 }];
  return { type: 'question', page: page.id, generation: page.generation, request, x, places, ...change };
}

describe('Questions for points', () => {
  function asked(
    feed: Feed,
    read: (sought: readonly SoughtPoint[], isWanted: () => boolean) => Promise<SoughtPoint[]>,
  ) {
    const answers: PointAnswer[] = [];
    const questions = new PointQuestions({
      seek: (one) => feed.seek(one),
      read,
      hears: (page) => feed.listener === page,
      tell: (answer) => answers.push(answer),
    });
    return {
      questions,
      answers,
      told: () => answers.map(({ request, buffer }) => [request, [...decodePoints(buffer)]]),
    };
  }
  const nothing = (): Promise<SoughtPoint[]> => Promise.reject(new Error('Nothing is to be read.'));

  it('are answered with the step, the value and the time of the point', async () => {
    const { feed, page } = opened();
    const { questions, told } = asked(feed, nothing);
    await questions.ask(question(page, 1, 4321.4));
    assert.deepEqual(told(), [[1, [[0, { x: 4321, y: 432.1, time: 1e9 + 4321 }]]]]);
  });

  it('of another picture, chart or series have an answer without points', async () => {
    const { feed, page } = opened();
    const { questions, told } = asked(feed, nothing);
    await questions.ask(question(page, 1, 50, { generation: page.generation + 1 }));
    const [place] = question(page, 2, 50).places;
    assert.ok(place);
    await questions.ask(question(page, 2, 50, { places: [{ ...place, chart: 'other' }] }));
    await questions.ask(question(page, 3, 50, { places: [{ ...place, series: 1 }] }));
    await questions.ask(question(page, 4, 50, { places: [{ ...place, low: -100, high: 0 }] }));
    assert.deepEqual(
      told(),
      [1, 2, 3, 4].map((request) => [request, []]),
    );
  });

  it('keep what is no number', () => {
    const points = new Map([
      [3, { x: 1, y: NaN, time: NaN }],
      [0, { x: -0.5, y: -Infinity, time: 1e9 }],
    ]);
    assert.deepEqual(decodePoints(encodePoints(points)), points);
    assert.throws(() => decodePoints(new ArrayBuffer(24)), RangeError);
  });

  describe('for what was dropped from memory', () => {
    function dropped() {
      const all = opened();
      all.series.series.evict(0);
      return all;
    }

    it('are answered at once without it, then with it', async () => {
      const { feed, page } = dropped();
      let sought: readonly SoughtPoint[] = [];
      const { questions, told } = asked(feed, (wanted) => {
        sought = wanted;
        wanted[0]?.nearest.add(50, 5, 1e9 + 50);
        return Promise.resolve([...wanted]);
      });
      await questions.ask(question(page, 1, 50));
      assert.equal(sought.length, 1);
      assert.deepEqual(told(), [
        [1, []],
        [1, [[0, { x: 50, y: 5, time: 1e9 + 50 }]]],
      ]);
    });

    for (const [what, end] of Object.entries({
      'a newer question is asked': ({ page }: ReturnType<typeof dropped>, ask: (one: PointQuestion) => void) =>
        ask(question(page, 2, LENGTH - 50)),
      'the panel is hidden': ({ feed }: ReturnType<typeof dropped>) => feed.suspend(),
    })) {
      it(`are read no further when ${what}`, async () => {
        const all = dropped();
        let isStillWanted = (): boolean => true;
        let finish: ((found: SoughtPoint[]) => void) | undefined;
        const { questions, answers } = asked(all.feed, (_, isWanted) => {
          isStillWanted = isWanted;
          return new Promise((resolve) => (finish = resolve));
        });
        const first = question(all.page, 1, 50);
        const sought = all.feed.seek(first);
        const done = questions.ask(first);
        assert.equal(isStillWanted(), true);
        end(all, (one) => void questions.ask(one));
        assert.equal(isStillWanted(), false);
        const before = answers.length;
        assert.ok(finish);
        finish([...sought]);
        await done;
        assert.equal(answers.length, before);
      });
    }
  });
});
