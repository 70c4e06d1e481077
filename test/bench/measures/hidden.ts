/** What a panel costs that nobody sees. */
import type { Findings } from '../bench';
import { until } from '../../drive';
import type { Editor } from '../editor';

const METRICS = ['train/loss', 'train/accuracy', 'train/rate', 'train/gradient'];

export async function measureHidden(editor: Editor): Promise<Findings> {
  const seconds = editor.setup.quick ? 2 : 10;
  const producer = await editor.start('stream.py', { metrics: METRICS, preload: 16, rate: 1000, seconds });
  await editor.open(producer.run);
  await editor.cover();
  await until('the panel to be hidden', async () => (await editor.panels())[0]?.visible === false);
  const before = await messagesOf(editor);
  const sent = await producer.go();
  await editor.assertStored(producer.run, sent);
  const messages = (await messagesOf(editor)) - before;
  await editor.close();
  return { values: { hidden_messages: messages }, details: { seconds, points_streamed: sent.sent } };
}

async function messagesOf(editor: Editor): Promise<number> {
  return (await editor.panels())[0]?.messages ?? NaN;
}
