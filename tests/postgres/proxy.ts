import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to the database that can be cut at the worst moment. */
export interface Proxy {
  readonly url: string;
  /**
   * What becomes of the next COMMIT, once: `question` is cut off before the database hears it, `answer` after it has
   * answered.
   */
  cut: 'question' | 'answer' | undefined;
  close(): Promise<void>;
}

export async function proxyTo(url: string): Promise<Proxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    let dropsAnswer = false;
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    client.on('data', (data: Buffer) => {
      const cut = data.includes('commit\0') ? proxy.cut : undefined;
      if (cut !== undefined) proxy.cut = undefined;
      if (cut === 'question') return void client.destroy();
      dropsAnswer = cut === 'answer';
      database.write(data);
    });
    database.on('data', (data: Buffer) => {
      if (dropsAnswer) client.destroy();
      else client.write(data);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  const proxy: Proxy = {
    url: through.href,
    cut: undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
