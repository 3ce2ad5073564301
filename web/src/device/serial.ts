// Scanners and scales on a serial line (Web Serial): whole lines of bytes, as they were sent. A scanner in this mode keeps the accents of a
// name, which no keyboard does. Ports that were granted once are opened by themselves; a line that is a weight is a weight, any other a scan.
import { store } from '../app/store.ts';
import { gramsOf } from './scale-line.ts';

interface SerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
  close(): Promise<void>;
}
interface Serial extends EventTarget {
  getPorts(): Promise<SerialPort[]>;
  requestPort(): Promise<SerialPort>;
}

const lineMax = 4096;
const baudRate = 9600; // of most scales; USB scanners do not mind

/** Grams on the scale now; null where there is none, or it says nothing that can be believed. */
export const scaleGrams = store<number | null>(null);

const serial = (): Serial | undefined => (navigator as { serial?: Serial }).serial;
export const hasSerial = (): boolean => serial() !== undefined;

const open = new Set<SerialPort>();
let listener: (scan: string) => void = () => undefined;

/** Lines of a stream of bytes, ended by CR or LF; one that never ends is dropped. Bytes that are no UTF-8 become U+FFFD, which no reader takes. */
export function makeLines(onLine: (line: string) => void): (bytes: Uint8Array) => void {
  let pending: number[] = [];
  let tooLong = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === 10 || byte === 13) {
        if (pending.length > 0 && !tooLong) onLine(new TextDecoder().decode(Uint8Array.from(pending)));
        pending = [];
        tooLong = false;
      } else if (pending.length < lineMax) {
        pending.push(byte);
      } else {
        tooLong = true;
      }
    }
  };
}

function heard(line: string): void {
  const grams = gramsOf(line);
  if (grams !== undefined) scaleGrams.set(grams);
  else if (/\b(US|OL|S D)\b/.test(line.slice(0, 16))) scaleGrams.set(null);
  else listener(line);
}

async function listen(port: SerialPort): Promise<void> {
  if (open.has(port)) return;
  open.add(port);
  try {
    await port.open({ baudRate });
    const take = makeLines(heard);
    const reader = port.readable?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (part?.value === undefined) break;
      take(part.value);
    }
  } catch {
    // Unplugged, or in use elsewhere: the keyboard and the camera are still there.
  } finally {
    open.delete(port);
    scaleGrams.set(null);
  }
}

/** From now on scans go to `onScan`; false until a port was granted. */
export async function startSerial(onScan: (scan: string) => void): Promise<boolean> {
  listener = onScan;
  const ports = (await serial()?.getPorts()) ?? [];
  for (const port of ports) void listen(port);
  serial()?.addEventListener('connect', () => void startSerial(listener), { once: true });
  return ports.length > 0;
}

/** Asks the clerk which device; needs a press of a button. */
export async function connectSerial(): Promise<void> {
  const port = await serial()
    ?.requestPort()
    .catch(() => undefined);
  if (port) void listen(port);
}
