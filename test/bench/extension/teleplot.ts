/**
 * What Teleplot does, as far as speed is concerned: a UDP packet a value, a `postMessage` a packet, and in the page a uPlot chart that is drawn again
 * in the animation frame after. Its window was not rebuilt.
 */
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Opens the panel and the port, and resolves to the port. */
export async function openTeleplot(context: vscode.ExtensionContext): Promise<number> {
  const panel = vscode.window.createWebviewPanel('sideplotBench.teleplot', 'Teleplot', vscode.ViewColumn.One, {
    enableScripts: true,
  });
  const loaded = new Promise<void>((resolve) => panel.webview.onDidReceiveMessage(() => resolve()));
  const script = readFileSync(context.asAbsolutePath('teleplot-page.js'), 'utf8');
  panel.webview.html = `<!DOCTYPE html><body><div id="teleplot"></div><script>${script.replaceAll('</script', '<\\/script')}</script></body>`;
  await loaded;
  const socket = createSocket('udp4');
  socket.on('message', (packet) => {
    void panel.webview.postMessage({ data: packet.toString(), timestamp: Date.now() });
  });
  panel.onDidDispose(() => socket.close());
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}
