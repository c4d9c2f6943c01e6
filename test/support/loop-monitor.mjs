/**
 * Loaded into a process with `--import`, and asked over its channel: `reset` begins a measurement, `read` answers how long the
 * event loop was held at most since then (`holdMs`; `cpuHoldMs`: the processor time of the whole process meanwhile, which a busy
 * machine does not stretch), and how far its memory grew (`grownMb`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const EVERY_MS = 5;
const MEGABYTE = 1024 * 1024;
const histogram = monitorEventLoopDelay({ resolution: EVERY_MS });
histogram.enable();

/** Since the last reset (Linux). */
const peakBytes = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
let startBytes = 0;
let cpuHoldMs = 0;
const processorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
let lastMs = processorMs();

setInterval(() => {
  const nowMs = processorMs();
  cpuHoldMs = Math.max(cpuHoldMs, nowMs - lastMs);
  lastMs = nowMs;
}, EVERY_MS).unref();

process.on('message', (message) => {
  if (message === 'reset') {
    writeFileSync('/proc/self/clear_refs', '5');
    startBytes = process.memoryUsage.rss();
    cpuHoldMs = 0;
    histogram.reset();
    process.send?.({ monitor: 'reset' });
  }
  if (message === 'read') {
    const holdMs = Math.max(histogram.max / 1e6 - EVERY_MS, 0);
    process.send?.({ monitor: 'read', holdMs, cpuHoldMs, grownMb: (peakBytes() - startBytes) / MEGABYTE });
  }
});
process.channel?.unref();
