import type { AddressInfo, Server, Socket } from 'node:net';

/** A server that listens on the loopback. */
export interface LoopbackServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/**
 * Lets a server listen on a free port of the loopback. Stopping it ends every connection it has: one whose TLS handshake
 * a killed client left unfinished is no HTTP connection yet, and the server would wait two minutes for it.
 */
export async function onLoopback(server: Server): Promise<LoopbackServer> {
  const connections = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        for (const connection of connections) connection.destroy();
      }),
  };
}
