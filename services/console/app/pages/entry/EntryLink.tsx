import type { RunChange } from "../../api/queries.ts";
import { people } from "../../text/en/people.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { Link } from "../../ui/Link.tsx";

interface Shown {
  readonly account: string;
  /** `<connector>.<entryId>`; null where nothing here is known of it. */
  readonly id: string | null;
  readonly kind: RunChange["kind"];
  readonly name: string | null;
  readonly bold?: boolean;
}

/** An entry by its name, leading to all about it. */
export const EntryLink = ({ account, id, kind, name, bold = false }: Shown) => {
  const words = name === null ? people.nameless : <Foreign text={name} />;
  if (id === null) return <span>{words}</span>;
  const look = bold ? ({ inherit: true, fw: 550 } as const) : ({ inherit: true } as const);
  return kind === "group" ? (
    <Link to="/$account/groups/$entry" params={{ account, entry: id }} {...look}>
      {words}
    </Link>
  ) : (
    <Link to="/$account/people/$entry" params={{ account, entry: id }} {...look}>
      {words}
    </Link>
  );
};
