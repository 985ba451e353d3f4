import { MAPPING_VERSION, type Standing } from "@dirstream/contracts";
import { openMarkTimes } from "./changes/mark-times.ts";
import { positionOf } from "./changes/plan-read.ts";
import { assertComplete, completeRead } from "./complete-read.ts";
import type { ConnectorState } from "./connector-state.ts";
import type { Directory } from "./directory/directory.ts";
import { readKnownEntries } from "./read/known-entries.ts";
import { readAll } from "./read/read-all.ts";
import { atTime } from "./run/cursor.ts";
import type { Run } from "./run-sync.ts";

/** A full run: the whole scope is read, compared and, where that is allowed, followed. */
export const readEverything = async (run: Run, directory: Directory): Promise<void> => {
  const { fetcher, writer, state, standing, account, connector } = run;
  const { log, signal } = fetcher;
  const atMs = Date.now();
  const position = await positionOf(directory);
  const began = performance.now();
  const times = openMarkTimes(atMs);
  const noteMarker = directory.vendor.isMarkTime ? times.note : undefined;
  const known = await readKnownEntries(log, run, fetcher.keeping);
  const active = known.count("active");
  const expected = known.count("active", "disabled") || null;
  const onPage = () => run.tell("reading", writer.counts, expected);
  onPage();

  const cause = isReadOtherwise(standing, state) ? ("configuration" as const) : ("directory" as const);
  const reading = { account, connector, log, known, host: directory.host, cause, directory, noteMarker, writer, signal, onPage };
  const after = await readAll(reading);
  await assertComplete(directory);
  const readMs = performance.now() - began;
  const latest = times.latest();
  const from = latest === undefined ? position : atTime({ server: directory.identity, cookie: null, atMs }, latest);
  await completeRead(run, directory, { after, known, active, expected, position: from, untilMs: after.observer.untilMs(), readMs });
};

/** Whether differences may come from us: the scope or the mapping is another one than at the last complete read. */
const isReadOtherwise = ({ readWith }: Standing, { scopeSince }: ConnectorState): boolean =>
  readWith !== null && (readWith.mapping !== MAPPING_VERSION || readWith.configuration < scopeSince);
