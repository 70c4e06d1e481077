/** Gives the pages of panels an origin of their own, and by that a process of their own, as vscode.dev does. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { ServerBuild } from './environment';
import type { Server } from './server';

/** Browsers find all names below `localhost` on this machine. All of one site, as frames of others may store nothing, and those of panels have to. */
const SITE = 'sideplot.localhost';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

export interface Apart {
  /** The server under an address of that site. */
  readonly server: Server;
  /** Ends what serves the pages of panels. */
  readonly close: () => Promise<void>;
}

/**
 * The server build has the pages of panels under its own address: they share the workbench's thread. Here the workbench is told another address for
 * them, which the editor makes of `{{uuid}}`.
 */
export async function keepPanelsApart(context: BrowserContext, server: Server, build: ServerBuild): Promise<Apart> {
  const { port, close } = await servePages(build);
  const address = `http://editor.${SITE}:${new URL(server.address).port}`;
  // The server gives it with the answer that is fetched from its other address.
  await context.addCookies([{ name: 'vscode-tkn', value: server.token, url: address }]);
  // The browser does not know that an answer which went through a route came from this machine. Older ones do not ask.
  await context.grantPermissions(['local-network-access']).catch(() => undefined);
  await context.route(
    ({ origin, pathname }) => origin === address && pathname === '/',
    async (route) => {
      // Only the browser knows the names below `localhost`.
      const response = await route.fetch({ url: route.request().url().replace(address, server.address) });
      const html = await response.text();
      const endpoint = `$1http://{{uuid}}.${SITE}:${port}`;
      const body = html.replace(/(&quot;webviewEndpoint&quot;:&quot;).*?(?=&quot;)/, endpoint);
      if (body === html) throw new Error('The editor’s document does not say where the pages of panels are.');
      const headers = response.headers();
      const policy = headers['content-security-policy'] ?? '';
      headers['content-security-policy'] = policy.replace('frame-src ', `frame-src http://*.${SITE}:${port} `);
      await route.fulfill({ response, headers, body });
    },
  );
  return { server: { ...server, address }, close };
}

/** Serves the editor's own part of these pages, and nothing else. */
async function servePages({ script }: ServerBuild): Promise<{ readonly port: number } & Pick<Apart, 'close'>> {
  const folder = join(dirname(script), 'vs', 'workbench', 'contrib', 'webview', 'browser', 'pre');
  const server = createServer((request, response) => {
    const name = /^\/([a-z-]+\.(?:html|js))(?:\?|$)/.exec(request.url ?? '')?.[1] ?? '';
    readFile(join(folder, name)).then(
      (bytes) => {
        response.setHeader('Content-Type', TYPES[extname(name)] ?? '');
        // With it an origin of the same site gets a process of its own.
        response.setHeader('Origin-Agent-Cluster', '?1');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
