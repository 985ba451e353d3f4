import { useQueries, useQuery } from "@tanstack/react-query";
import { type Entry, entryNameQuery, memberNamesQuery } from "../../../api/entries.ts";
import type { Names } from "../../../api/queries.ts";

/** Each is a question of its own; whoever stands behind keeps the id. */
const MOST = 40;

const NONE: Names = {};

/** What the entries are called that a history speaks of: most of a group's are its members still. */
export const useNames = (account: string, { id, kind, connectorId }: Entry, ids: readonly string[]): Names => {
  const isGroup = kind === "group";
  const { data: members = NONE, isPending } = useQuery({ ...memberNamesQuery(account, id), enabled: isGroup });
  const asked = isGroup && isPending ? [] : [...new Set(ids)].filter((one) => members[one] === undefined).slice(0, MOST);
  const found = useQueries({ queries: asked.map((one) => ({ ...entryNameQuery(account, `${connectorId}.${one}`), retry: false })) });
  const others = asked.flatMap((one, index) => (found[index]?.data === undefined ? [] : [[one, found[index].data] as const]));
  return { ...members, ...Object.fromEntries(others) };
};
