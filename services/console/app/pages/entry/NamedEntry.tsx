import { useQuery } from "@tanstack/react-query";
import { entryNameQuery } from "../../api/entries.ts";
import { DistinguishedName } from "../../ui/DistinguishedName.tsx";
import { EntryLink } from "./EntryLink.tsx";
import { textOf, type Value } from "./values.ts";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly of: Exclude<Value, string>;
}

/** Another entry that a value speaks of, by its name as soon as that is known. */
export const NamedEntry = ({ account, connector, of }: Shown) => {
  const id = of.entryId === undefined ? undefined : `${connector}.${of.entryId}`;
  const { data } = useQuery({ ...entryNameQuery(account, id ?? ""), enabled: id !== undefined });
  if (id === undefined) return <DistinguishedName dn={textOf(of)} />;
  return (
    <EntryLink
      account={account}
      id={data === undefined ? null : id}
      kind={data?.kind ?? null}
      name={data?.name ?? data?.dn ?? textOf(of)}
    />
  );
};
