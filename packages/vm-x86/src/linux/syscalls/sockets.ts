import { SystemError } from '../abi/errno.js';
import type { Process } from '../process.js';

/** Sub-calls of socketcall(2) that make a socket; all others work on one. */
const SYS_SOCKET = 1;
const SYS_SOCKETPAIR = 8;
const SYS_LAST = 20;

/** socketcall(call, arguments): the socket calls of i386, all in one. */
export function socketcall(process: Process, call: number, block: number): number {
  if (call < 1 || call > SYS_LAST) throw new SystemError('EINVAL');
  if (call === SYS_SOCKET || call === SYS_SOCKETPAIR) return noFamily();
  return notASocket(process, process.memory.load32(block));
}

/** This kernel has no kind of network, not even local sockets: programs are told so and do without. */
export function noFamily(): number {
  throw new SystemError('EAFNOSUPPORT');
}

/** No descriptor is a socket. */
export function notASocket(process: Process, descriptor: number): number {
  process.files.require(descriptor);
  throw new SystemError('ENOTSOCK');
}
