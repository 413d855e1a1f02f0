import { Socket, type SocketConnectOpts } from 'node:net';

/** The network is closed except for loopback: a test that reaches out fails at that place. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;
type Connect = (this: Socket, ...given: unknown[]) => Socket;
const prototype = Socket.prototype as unknown as { connect: Connect };
const { connect } = prototype;

prototype.connect = function (...given) {
  const first = (Array.isArray(given[0]) ? (given[0] as unknown[])[0] : given[0]) as
    SocketConnectOpts | number | string;
  const host = typeof first === 'object' && 'host' in first ? first.host : undefined;
  if (host && !LOOPBACK.test(host)) throw new Error(`Tests stay on this machine: ${host} was asked for`);
  return connect.apply(this, given);
};
