/** Loaded into every process of a command: no connection is opened, and each attempt is written down. */
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import process from 'node:process';

const attempts = process.env['NETWORK_ATTEMPTS'] ?? '';
const { connect } = net.Socket.prototype;

function refuse(what) {
  appendFileSync(attempts, `${what}\n`);
  throw new Error(`no network here: ${what}`);
}

/** A pipe between processes of this machine has a path; a connection has a port. */
net.Socket.prototype.connect = function connectOrRefuse(...words) {
  const [options] = Array.isArray(words[0]) ? words[0] : words;
  const isPipe = typeof options === 'object' && options !== null && 'path' in options && !('port' in options);
  return isPipe ? connect.apply(this, words) : refuse(`connect ${JSON.stringify(options)}`);
};

dns.lookup = (name) => refuse(`look up ${String(name)}`);
