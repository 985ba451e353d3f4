import type { Witness } from "@dirstream/contracts";
import { and, equal, type Filter, guidToBytes, or, present } from "@dirstream/ldap";
import { isOfQuestion } from "../errors.ts";
import { pages } from "../paging.ts";
import type { RawEntry } from "../responses.ts";
import { ShowDeleted } from "../show-deleted.ts";
import { valuesAt } from "../values-at.ts";
import { GUID, idOf, searchIn, valuesOf } from "./active-directory-search.ts";
import type { ChangeLists, NumberedChange, Numbers, Server } from "./vendor.ts";

const NUMBER = "uSNChanged";
/** Set together with the number, and by the controller's own clock: a number that is given a second time comes at another time. */
const TIME = "whenChanged";
/** So many: one of them may have changed again since, which tells nothing. */
const MOST_CHANGES = 5;
/** So many numbers are looked through for what the account sees; the others are given to what it does not see, or to other partitions. */
const LOOKED_THROUGH = [100n, 10_000n];
const PAGE_SIZE = 1_000;

/** What a domain controller says of itself in its rootDSE (MS-ADTS 3.1.1.3.2.11). */
export const highestNumber = async ({ session }: Server): Promise<string | undefined> => {
  const rootDse = { baseDn: "", filter: present("objectClass"), attribute: "highestCommittedUSN" };
  return (await valuesAt(session, rootDse, "read"))[0]?.toString("latin1");
};

/** uSNChanged is indexed on Windows; Samba looks through all entries, for some microseconds each. */
export const witness: ChangeLists["witness"] = async (server) => {
  const highest = await highestNumber(server);
  if (highest === undefined || !isNumber(highest)) return undefined;
  const upTo = BigInt(highest);
  let end: Witness | undefined;
  for (const numbers of LOOKED_THROUGH) {
    const looked = { after: upTo > numbers ? upTo - numbers : 0n, upTo };
    const seen = await changesIn(server, looked);
    if (seen === undefined) return undefined;
    end = endOf(seen, looked);
    if (seen.length > 0) return end;
  }
  return end;
};

const endOf = (seen: readonly NumberedChange[], { after, upTo }: Numbers): Witness => {
  const changes = seen.toSorted((one, other) => (BigInt(one.number) < BigInt(other.number) ? 1 : -1)).slice(0, MOST_CHANGES);
  const oldest = seen.length > MOST_CHANGES ? changes.at(-1)?.number : undefined;
  return { from: oldest ?? String(after + 1n), upTo: String(upTo), changes };
};

export const changesOf: ChangeLists["changesOf"] = async (server, ids) => {
  if (ids.length === 0) return [];
  const filter = or(...ids.map((id) => equal(GUID, guidToBytes(id))));
  return (await server.session.search(specOf(server, filter), "read").all()).flatMap((entry) => changeOf(entry) ?? []);
};

export const hasChange: ChangeLists["hasChange"] = async (server, numbers) => {
  const spec = specOf(server, bearing(numbers));
  for await (const found of pages(server.session, spec, { pageSize: 1, stage: "read", onPage: () => undefined })) {
    if (found.length > 0) return true;
  }
  return false;
};

const changesIn = async (server: Server, numbers: Numbers): Promise<NumberedChange[] | undefined> => {
  const changes: NumberedChange[] = [];
  const paging = { pageSize: PAGE_SIZE, stage: "read" as const, onPage: () => undefined };
  try {
    for await (const found of pages(server.session, specOf(server, bearing(numbers)), paging)) {
      changes.push(...found.flatMap((entry) => changeOf(entry) ?? []));
    }
    return changes;
  } catch (error) {
    // The run has read everything: it may end without a witness.
    if (isOfQuestion(error)) return undefined;
    throw error;
  }
};

const specOf = (server: Server, filter: Filter) => ({
  ...searchIn(server, filter, [GUID, NUMBER, TIME]),
  controls: [new ShowDeleted()],
});

const bearing = ({ after, upTo }: Numbers): Filter =>
  and(
    { kind: "greaterOrEqual", attribute: NUMBER, value: Buffer.from(String(after + 1n)) },
    { kind: "lessOrEqual", attribute: NUMBER, value: Buffer.from(String(upTo)) },
  );

const changeOf = (entry: RawEntry): NumberedChange | undefined => {
  const entryId = idOf(entry);
  const number = valuesOf(entry, NUMBER)?.[0]?.toString("latin1");
  const at = valuesOf(entry, TIME)?.[0]?.toString("latin1");
  if (entryId === undefined || number === undefined || !isNumber(number)) return undefined;
  return { entryId, number, ...(at === undefined ? {} : { at }) };
};

const isNumber = (text: string): boolean => /^\d{1,19}$/.test(text);
