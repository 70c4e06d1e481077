import assert from 'node:assert/strict';
import { Feed } from '../../../src/common/feed';
import { Flight } from '../../../src/common/flight';
import { Run } from '../../../src/common/run';
import { counts, frame, IDENTITY, Page, snapshot } from './page';
import { apply, points, runOf } from './runs';

describe('Messages on their way to a page', () => {
  it('sends a second frame once the first is older than most of an animation frame, and a third only when the word of the first is late', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    apply(producer, points(0, 0, 10));
    const first = snapshot(page.feed.next(1000));
    assert.equal(page.feed.next(2000), null, 'with a snapshot the page learns how wide its charts are');
    page.receive(first);
    page.credit();
    page.receive(frame(page.feed.next(3000)));
    apply(producer, points(0, 10, 10));
    assert.equal(page.feed.next(3011), null);
    page.receive(frame(page.feed.next(3012)));
    page.credit();
    assert.equal(page.feed.drawnPoints, 20, 'the word that the second is drawn stands for the first, too');
    const send = (now: number): void => {
      apply(producer, points(0, run.points, 10));
      page.receive(frame(page.feed.next(now)));
    };
    send(4000);
    send(4020);
    apply(producer, points(0, 40, 10));
    assert.equal(page.feed.next(4031), null);
    page.receive(frame(page.feed.next(4036)));
    apply(producer, points(0, 50, 10));
    assert.equal(page.feed.next(9000), null, 'there is no fourth');
    assert.equal(page.feed.drawnPoints, 20);
    page.credit();
    assert.equal(page.feed.drawnPoints, 50);
    page.receive(frame(page.feed.next(9001)));
    assert.equal(page.feed.next(9020), null, 'there is nothing new');
    assert.equal(page.feed.drawnPoints, 50);
    page.credit();
    assert.equal(page.feed.next(9021), null);
    assert.equal(page.feed.drawnPoints, 60);
    assert.deepEqual(counts(page), [[60]]);
  });

  it('goes on after a credit for the first of two frames, and shows other runs only when both are drawn', () => {
    const { run, producer } = runOf('loss');
    const page = new Page(new Feed([run], IDENTITY), 'a');
    page.catchUp();
    const take = (now: number): void => {
      apply(producer, points(0, run.points, 10));
      page.receive(frame(page.feed.next(now)));
    };
    take(0);
    take(20);
    page.feed.credit({ type: 'credit', page: 'a', generation: page.generation, sequence: page.sequence - 1 });
    assert.equal(page.feed.drawnPoints, 10);
    take(40);
    page.feed.show([new Run('other')], { ...IDENTITY, run: 'other' });
    assert.equal(page.feed.next(60), null);
    page.feed.credit({ type: 'credit', page: 'a', generation: page.generation, sequence: page.sequence - 1 });
    assert.equal(page.feed.next(80), null);
    page.credit();
    assert.equal(snapshot(page.feed.next(100)).run.id, 'other');
  });

  it('are three where the way is so long that each is told of alone', () => {
    const flight = new Flight();
    flight.add(1, 0, 0);
    flight.add(2, 16, 0);
    flight.drawn(1);
    flight.add(3, 40, 0);
    assert.equal(flight.hasRoom(50), false, 'they come one in an animation frame');
    assert.equal(flight.hasRoom(56), true);
    flight.add(4, 56, 0);
    assert.equal(flight.hasRoom(500), false);
    flight.drawn(3);
    flight.add(5, 60, 0);
    assert.equal(flight.hasRoom(80), false, 'a page that draws two together has no use for a third');
  });

  it('come evenly: the second in the middle of the time that frames take', () => {
    const flight = new Flight();
    let now = 0;
    const ageOfSecond = (roundTrip: number): number => {
      for (let frames = 0; frames < 60; frames += 1) {
        flight.add(1, now, 0);
        now += roundTrip;
        flight.drawn(1);
        assert.equal(flight.hasRoom(now), true);
      }
      flight.add(1, now, 0);
      let age = 0;
      while (!flight.hasRoom(now + age)) age += 0.5;
      flight.clear();
      return age;
    };
    assert.equal(Math.floor(ageOfSecond(20)), 10);
    assert.equal(ageOfSecond(3), 6);
    assert.equal(ageOfSecond(500), 16);
  });
});
