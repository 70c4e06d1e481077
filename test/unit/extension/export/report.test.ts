import assert from 'node:assert/strict';
import { Run } from '../../../../src/common/run';
import { reportHtml } from '../../../../src/extension/export/report';
import { reportedRuns } from '../../../../src/extension/export/run-report';

const HOSTILE = '<script>alert(1)</script>"\' & {{x}}';

function hostileRun(): Run {
  const run = new Run('run-1');
  const producer = run.producer('main');
  producer.record({ type: 'series', id: 0, metric: HOSTILE, unit: '<b>', kind: '' }, 0);
  const y = Float64Array.from([1, NaN]);
  producer.record({ type: 'points', series: 0, x: Float64Array.from([0, 7]), y, t: null }, 1);
  producer.record({ type: 'note', kind: HOSTILE, text: HOSTILE, time: 1795371539, step: 3, level: null }, 2);
  run.text.add('stdout', ['first', ...Array.from({ length: 300 }, (_, index) => `\u001b[31m${HOSTILE} ${index}`)]);
  run.problems.add('line that is not JSON', 3);
  return run;
}

describe('reportHtml', () => {
  const html = reportHtml({
    title: HOSTILE,
    made: 'made',
    language: 'en',
    charts: [
      { title: HOSTILE, svg: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>`) },
      { title: 'none', svg: `cannot be drawn: ${HOSTILE}` },
    ],
    runs: reportedRuns([hostileRun()], 'en'),
  });

  it('holds no script, no markup of the run, and loads nothing', () => {
    assert.equal(/<script/i.test(html), false);
    assert.equal(html.includes(HOSTILE), false);
    assert.match(
      html,
      /Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/,
    );
    assert.deepEqual(
      [...html.matchAll(/\b(?:src|href|srcset|action)="([^"]{0,30})/g)].map(([, link]) => link),
      ['data:image/svg+xml;base64,PHN2'],
    );
    assert.equal(/\son\w+=/i.test(html.replaceAll(/<pre>[^]*<\/pre>/g, '')), false);
  });

  it('says what is known of the run', () => {
    assert.match(html, /<td>Status<\/td><td>running<\/td>/);
    // The last value, at its step.
    assert.match(html, /<td class="number">NaN<\/td><td class="number">7<\/td><td class="number">2<\/td>/);
    assert.match(html, /line that is not JSON<\/td><td class="number">3<\/td>/);
    assert.match(html, /cannot be drawn: &lt;script&gt;/);
    assert.match(html, /<pre>… 101 earlier lines are only in the log\n/);
    assert.match(html, / 299<\/pre>/);
    assert.equal(html.includes('\u001b'), false);
  });
});
