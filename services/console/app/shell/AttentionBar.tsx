import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { attentionQuery, type NeedsAttention } from "../api/queries.ts";
import { shell } from "../text/en/shell.ts";
import { count } from "../text/numbers.ts";
import { ClockTime } from "../ui/ClockTime.tsx";
import { Foreign } from "../ui/Foreign.tsx";
import { Link } from "../ui/Link.tsx";
import { visibleText } from "../ui/visible.ts";
import style from "./AttentionBar.module.css";

/** On top of every page, and only while a connector needs a person. */
export const AttentionBar = ({ account }: { readonly account: string }) => {
  const { data: items = [] } = useQuery(attentionQuery(account));
  if (items.length === 0) return null;
  return (
    <section className={style.bar} aria-label={shell.attention.label}>
      <IconAlertTriangle size={16} aria-hidden />
      {items.length > 1 && <span>{shell.attention.several(count(items.length))}</span>}
      <ul className={style.items}>
        {items.map((item) => (
          <li key={item.connectorId}>
            <ToItsPlace account={account} item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
};

interface Shown {
  readonly account: string;
  readonly item: NeedsAttention;
}

const ToItsPlace = ({ account, item: { connectorId, connectorName, kind, since, holdId, sentence } }: Shown) => {
  const look = { inherit: true, c: "inherit", underline: "always", title: visibleText(sentence) } as const;
  const words = (
    <>
      <Foreign text={connectorName} /> {shell.attention.is[kind]}
      {since !== null && (
        <>
          {" "}
          {shell.attention.since} <ClockTime at={since} />
        </>
      )}
    </>
  );
  return kind === "held" && holdId !== null ? (
    <Link to="/$account/connectors/$connector/holds/$hold" params={{ account, connector: connectorId, hold: holdId }} {...look}>
      {words}
    </Link>
  ) : (
    <Link to="/$account/connectors/$connector" params={{ account, connector: connectorId }} {...look}>
      {words}
    </Link>
  );
};
