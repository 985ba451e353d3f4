import { setTimeout as delay } from "node:timers/promises";
import type { StreamName } from "@dirstream/contracts";
import { type Acked, checkAcked } from "./acked.ts";
import { checkCursors } from "./cursor.ts";
import { checkDump } from "./dump.ts";
import { checkEntryChains } from "./entry-chains.ts";
import { checkEvidence } from "./evidence.ts";
import { checkGroupMembers } from "./group-members.ts";
import { checkGuard } from "./guard.ts";
import { checkHoles, checkStreamsKeepEverything } from "./holes.ts";
import { checkIdentity } from "./identity.ts";
import { type LogAddress, lastSequences, readWholeLog, type WholeLog } from "./read-log.ts";
import { type ApiAddress, readModel } from "./read-model.ts";
import { readTables } from "./read-tables.ts";
import { checkRunGrammar, checkRunsAnswerRequests, checkSubjects } from "./run-grammar.ts";
import { checkSchedule } from "./schedule.ts";
import { type Artefact, checkSecrets, type Secret } from "./secrets.ts";
import { decodeLog, type Violation } from "./stored-message.ts";
import { checkCheckpoints, checkFoldedToTheEnd, checkTableNames, checkTables, type StoredTables } from "./tables.ts";

export interface WholeSystem extends LogAddress {
  readonly postgresUrl: string;
  readonly api: ApiAddress;
  /** The directories behind the connectors that have synchronised, as they are now. */
  readonly directories?: readonly { readonly connector: string; readonly baseDn: string; readonly slapcat: () => Promise<string> }[];
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

/** Every invariant, over the whole log, all tables, and what a client sees. Throws one error that lists whatever is broken. */
export const checkEverything = async (system: WholeSystem): Promise<void> => {
  const last = await lastSequences(system);
  const tables = await tablesFoldedTo(system.postgresUrl, last);
  const log = await readWholeLog(system);
  const violations = [...checkLog(log, system), ...checkReadModel(log, tables, last, system.foreign)];
  for (const { connector, baseDn, slapcat } of system.directories ?? []) {
    violations.push(...checkDump({ ldif: await slapcat(), baseDn }, await readModel(system.api, connector)));
  }
  violations.push(...checkSecretsEverywhere(log, tables, system));
  if (violations.length > 0) throw new Error(listOf(violations));
};

/** What the log alone can break. */
export const checkLog = ({ messages, states }: WholeLog, { foreign, acked = [] }: Pick<WholeSystem, "foreign" | "acked">): Violation[] => {
  const { events, violations } = decodeLog(messages, foreign);
  return [
    ...violations,
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
};

const checkReadModel = (
  { messages, identities }: WholeLog,
  tables: StoredTables,
  last: ReadonlyMap<StreamName, number>,
  foreign: ReadonlySet<string> | undefined,
): Violation[] => {
  const then = messages.filter(({ stream, sequence }) => sequence <= (last.get(stream) ?? 0));
  return [
    ...checkTableNames([...tables.rows.keys()]),
    ...checkTables(decodeLog(messages, foreign).events, tables),
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

const MOST_LISTED = 12;

/** The first of each invariant: one mistake can break thousands of promises, and must not hide another. */
const listOf = (violations: readonly Violation[]): string => {
  const lines = [...Map.groupBy(violations, ({ invariant }) => invariant)].flatMap(([invariant, broken]) => {
    const shown = broken
      .slice(0, MOST_LISTED)
      .map(({ sequence, what }) => `${invariant}${sequence === undefined ? "" : ` at ${sequence}`}: ${what}`);
    return broken.length > MOST_LISTED ? [...shown, `${invariant}: … and ${broken.length - MOST_LISTED} more`] : shown;
  });
  return [`${violations.length} broken promises:`, ...lines].join("\n");
};
