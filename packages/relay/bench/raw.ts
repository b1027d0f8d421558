import { connect, type Socket } from 'node:net';

/** What comes back on a bare connection until it ends, or for a while. */
export const rawly = (url: string, talk: (socket: Socket) => void): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => talk(socket));
    let heard = '';
    socket.on('data', (data) => (heard += data.toString('latin1')));
    socket.on('close', () => resolve(heard));
    socket.on('error', () => resolve(heard));
  });
