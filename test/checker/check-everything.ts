import { setTimeout as delay } from "node:timers/promises";
import type { StreamName } from "@dirstream/contracts";
import { type Acked, checkAcked } from "./acked.ts";
import { refuse } from "./broken-promises.ts";
import { checkCursors } from "./cursor.ts";
import { checkDump, type Dump, readDump } from "./dump.ts";
import { checkEntryChains } from "./entry-chains.ts";
import { checkEvidence } from "./evidence.ts";
import { checkGroupMembers } from "./group-members.ts";
import { checkGuard } from "./guard.ts";
import { checkHoles, checkStreamsKeepEverything } from "./holes.ts";
import { checkIdentity } from "./identity.ts";
import { checkNothingVanishes } from "./no-partial-delete.ts";
import { type LogAddress, lastSequences, readWholeLog, type WholeLog } from "./read-log.ts";
import { type ApiAddress, readModel } from "./read-model.ts";
import { readTables } from "./read-tables.ts";
import { checkRunGrammar, checkRunsAnswerRequests, checkSubjects } from "./run-grammar.ts";
import { checkSchedule } from "./schedule.ts";
import { type Artefact, checkSecrets, type Secret } from "./secrets.ts";
import { decodeLog, type LogEvent, type Violation } from "./stored-message.ts";
import { checkCheckpoints, checkFoldedToTheEnd, checkTableNames, checkTables, isFolded, type StoredTables } from "./tables.ts";

export interface WholeSystem extends LogAddress {
  readonly postgresUrl: string;
  readonly api: ApiAddress;
  /** The directories behind the connectors that have synchronised, as they are now. */
  readonly directories?: readonly (Omit<Dump, "ldif"> & { readonly connector: string; readonly slapcat: () => Promise<string> })[];
  /** Messages that the test itself put into the log, as `STREAM/sequence`. */
  readonly foreign?: ReadonlySet<string>;
  readonly acked?: readonly Acked[];
  readonly secrets?: readonly Secret[];
  /** Where secrets are looked for beside the log and the tables: logs, answers. */
  readonly artefacts?: readonly Artefact[];
}

const FOLDED_WITHIN_MS = 30_000;
const POLL_MS = 50;
/** A slot may take that long to be asked for. */
const SLOT_GRACE_MS = 60_000;

/**
 * Every invariant, over the whole log, all tables, and what a client sees. Throws one error that lists whatever is broken.
 * Those that take another projector to see (R2, R3, R4) are in replay-log.ts.
 */
export const checkEverything = async (system: WholeSystem): Promise<void> => {
  const last = await lastSequences(system);
  const tables = await tablesFoldedTo(system.postgresUrl, last);
  const log = await readWholeLog(system);
  const { events, violations } = decodeLog(log.messages, system.foreign);
  violations.push(...checkLog(log, events, system.acked), ...checkReadModel(log, events, tables, last));
  const folded = events.filter((it) => isFolded(it, tables));
  for (const { connector, slapcat, ...configured } of system.directories ?? []) {
    const dump = { ldif: await slapcat(), ...configured };
    const present = { connector, entries: new Set(readDump(dump).entries.keys()) };
    violations.push(...checkNothingVanishes(folded, tables.rows.get("entry") ?? [], present));
    violations.push(...checkDump(dump, await readModel(system.api, connector)));
  }
  violations.push(...checkSecretsEverywhere(log, tables, system));
  refuse(violations);
};

/** What the log alone can break. */
const checkLog = ({ messages, states }: WholeLog, events: readonly LogEvent[], acked: readonly Acked[] = []): Violation[] => [
  ...checkHoles(messages, states),
  ...checkStreamsKeepEverything(states),
  ...checkRunGrammar(events),
  ...checkRunsAnswerRequests(events),
  ...checkSubjects(events),
  ...checkAcked(messages, acked),
  ...checkEntryChains(events),
  ...checkGroupMembers(events),
  ...checkEvidence(events),
  ...checkGuard(events),
  ...checkIdentity(events),
  ...checkCursors(events),
  ...checkSchedule(events, Date.now() - SLOT_GRACE_MS),
];

const checkReadModel = (
  { messages, identities }: WholeLog,
  events: readonly LogEvent[],
  tables: StoredTables,
  last: ReadonlyMap<StreamName, number>,
): Violation[] => {
  const then = messages.filter(({ stream, sequence }) => sequence <= (last.get(stream) ?? 0));
  return [
    ...checkTableNames([...tables.rows.keys()]),
    ...checkTables(events, tables),
    ...checkCheckpoints(messages, tables.checkpoints, identities),
    ...checkFoldedToTheEnd(then, tables.checkpoints),
  ];
};

/** The tables once everything that is in the log now is folded; or as they are when that takes too long, for the checks to say so. */
const tablesFoldedTo = async (postgresUrl: string, last: ReadonlyMap<StreamName, number>): Promise<StoredTables> => {
  const deadline = performance.now() + FOLDED_WITHIN_MS;
  for (;;) {
    const tables = await readTables(postgresUrl);
    const isFolded = [...last].every(
      ([stream, sequence]) => (tables.checkpoints.find((it) => it.stream === stream)?.sequence ?? 0) >= sequence,
    );
    if (isFolded || performance.now() > deadline) return tables;
    await delay(POLL_MS);
  }
};

const checkSecretsEverywhere = (
  { messages }: WholeLog,
  tables: StoredTables,
  { secrets = [], artefacts = [] }: WholeSystem,
): Violation[] => {
  const stored = messages.map(({ stream, sequence, payload }) => ({ name: `${stream}/${sequence}`, bytes: payload }));
  const rows = [...tables.rows].map(([table, all]) => ({ name: `the table ${table}`, bytes: Buffer.from(JSON.stringify(all)) }));
  return checkSecrets(secrets, [...stored, ...rows, ...artefacts]);
};
