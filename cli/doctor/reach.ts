import { lookup } from 'node:dns/promises';
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isReachedDirectly, opened, placeOf, type NoConnection, type Way } from '../../fixtures/transport/way.js';
import { messageOf } from '../../problem.js';
import { cutOff, notDone, ok, type Finding } from './diagnosis.js';

/** A connection that was tried once: how long it took, and what came of it. */
export interface Tried {
  readonly ms: number;
  /** Undefined where it came about. */
  readonly failure: NoConnection | undefined;
}

/** The findings about the way to a practice, up to a connection. */
export interface Reached {
  readonly name: Finding;
  readonly proxy: Finding;
  readonly connection: Finding;
}

/**
 * How far a connection to the practice gets, made the way a run makes it: the name, the proxy where one is for this
 * host, and the port. Never throws; each step takes no longer than the way's time-out.
 */
export async function reached(base: URL, way: Way): Promise<Reached> {
  const isDirect = way.proxy === undefined || isReachedDirectly(base, way.proxy.noProxy);
  const name = isDirect ? await nameResolves(base, way) : ok('asked of the proxy, which resolves it');
  if (name.state === 'fail') {
    const blocked = notDone('the name does not resolve');
    return { name, proxy: directly(base, way), connection: blocked };
  }
  const tried = await tryOnce(base, way);
  if (isDirect) return { name, proxy: directly(base, way), connection: portAnswers(base, tried) };
  const proxy = proxyLetsThrough(way, tried);
  const connection = proxy.state === 'fail' ? notDone('mend "proxy" first') : tunnelLeadsThere(base, tried);
  return { name, proxy, connection };
}

async function tryOnce(base: URL, way: Way): Promise<Tried> {
  const started = performance.now();
  const came = await opened(base, way);
  const ms = Math.round(performance.now() - started);
  if (!(came instanceof Socket)) return { ms, failure: came };
  came.destroy();
  return { ms, failure: undefined };
}

/** The resolver of the machine may itself hang, so that it gets no more time than a connection. */
async function nameResolves(base: URL, { timeoutMs }: Way): Promise<Finding> {
  const { host } = placeOf(base);
  const started = performance.now();
  try {
    const late = pause(timeoutMs, 'late' as const, { ref: false });
    const found = await Promise.race([lookup(host, { all: true }), late]);
    if (found === 'late') throw new Error(`no answer from the name service within ${timeoutMs} ms`);
    const addresses = found.map(({ address }) => address);
    const ms = Math.round(performance.now() - started);
    if (addresses.length === 1 && addresses[0] === host) return ok(`${host} is an address`, { addresses, ms });
    return ok(`${host} is ${addresses.join(', ')}`, { addresses, ms });
  } catch (error) {
    return cutOff({
      problem: 'name-not-found',
      detail: `${host} does not resolve: ${messageOf(error)}`,
      mend: `Check the host name in baseUrl and this machine's name service; an internal name may need the VPN${hintOfProxy()}`,
    });
  }
}

function directly(base: URL, { proxy }: Way): Finding {
  if (proxy === undefined) return ok('none is set: straight to the provider');
  return ok(`${proxy.url} is not for ${base.host}: proxy.noProxy names it`, { url: proxy.url });
}

function portAnswers(base: URL, { ms, failure }: Tried): Finding {
  const { host, port } = placeOf(base);
  if (failure === undefined) return ok(`connected to ${host} port ${port} in ${ms} ms`, { ms, port });
  return cutOff(
    {
      problem: 'port-closed',
      detail: `no connection to ${host} port ${port}: ${failure.reason}`,
      mend: `Check the port in baseUrl, that the provider runs, and firewalls in between${hintOfProxy()}`,
    },
    { ms, port },
  );
}

/** Tools such as curl take a proxy from the environment; the target file alone says whether a run does. */
function hintOfProxy(): string {
  const name = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((one) => process.env[one]);
  return name === undefined ? '' : `. ${name} is set here but not used: give proxy.url in the target file`;
}

function proxyLetsThrough({ proxy }: Way, { ms, failure }: Tried): Finding {
  const { url = '', authorization } = proxy ?? {};
  const facts = { url, credentials: authorization === undefined ? 'none' : 'given', ms };
  if (failure?.by === 'proxy' && failure.proxyStatus === undefined) {
    const mend = 'Check proxy.url in the target file, and that the proxy is reachable from here';
    return cutOff({ problem: 'proxy-not-reached', detail: `${url}: ${failure.reason}`, mend }, facts);
  }
  if (failure?.proxyStatus === 407) {
    return cutOff(
      authorization === undefined
        ? {
            problem: 'proxy-wants-credentials',
            detail: `${url} asks for credentials (407), and none are set`,
            mend: 'Set proxy.username and proxy.password in the target file',
          }
        : {
            problem: 'proxy-refuses-credentials',
            detail: `${url} does not accept the credentials (407)`,
            mend: 'Check proxy.username and proxy.password in the target file, and the variable or file they come from',
          },
      facts,
    );
  }
  const credentials = authorization === undefined ? 'it asks for none' : 'it accepts them';
  return ok(`${url} answers; credentials: ${credentials}`, facts);
}

function tunnelLeadsThere(base: URL, { ms, failure }: Tried): Finding {
  const { host, port } = placeOf(base);
  if (failure === undefined) return ok(`connected to ${host} port ${port} through the proxy in ${ms} ms`, { ms, port });
  return cutOff(
    {
      problem: 'proxy-makes-no-tunnel',
      detail: `no tunnel to ${host} port ${port}: ${failure.reason}`,
      mend: `Check host and port in baseUrl and that the proxy may connect there; a host reached without it belongs into proxy.noProxy`,
    },
    { ms, port, ...(failure.proxyStatus !== undefined && { proxyStatus: failure.proxyStatus }) },
  );
}
