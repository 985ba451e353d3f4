import type { AttributeValue, EntryKind } from "@dirstream/contracts";
import type { Model, ModelEntry, ModelMember } from "./dump.ts";

/** Where the public API answers, and as whom. */
export interface ApiAddress {
  readonly url: string;
  readonly token: string;
  readonly account: string;
}

interface ShownEntry {
  readonly id: string;
  readonly entryId: string;
  readonly connectorId: string;
  readonly dn: string;
  readonly kind: EntryKind;
  readonly state: string;
  readonly attributes: Readonly<Record<string, readonly AttributeValue[]>>;
}

interface ShownMember {
  readonly entryId: string | null;
  readonly dn: string | null;
}

const AT_ONCE = 8;

/** What a client of the API sees of one connector's directory: people, contacts, groups, and who is in which group. */
export const readModel = async (api: ApiAddress, connector: string): Promise<Model> => {
  const ofConnector = `connector=${connector}&state=active,disabled,removed`;
  const entries: ShownEntry[] = [];
  for (const list of ["users", "groups"]) entries.push(...(await readList<ShownEntry>(api, `${list}?${ofConnector}`)));
  const members: ModelMember[] = [];
  const readMembers = async ({ id, entryId: groupId }: ShownEntry): Promise<void> => {
    for (const { entryId, dn } of await readList<ShownMember>(api, `groups/${id}/members?`)) {
      members.push({ groupId, member: entryId === null ? { dn: dn ?? "" } : { entryId } });
    }
  };
  const groups = entries.filter(({ kind, state }) => kind === "group" && state !== "removed");
  while (groups.length > 0) await Promise.all(groups.splice(0, AT_ONCE).map(readMembers));
  return { entries: entries satisfies readonly ModelEntry[], members };
};

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Every page of a list of the account. `path` ends where more query can be added. */
export const readList = async <Item>({ url, token, account }: ApiAddress, path: string): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const address = `${url}/api/v1/accounts/${account}/${path}${path.endsWith("?") ? "" : "&"}limit=1000${from}`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    const page = (await answer.json()) as Page<Item>;
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
};
