import type { Run } from "../../api/queries.ts";
import { run as text } from "../../text/en/connectors.ts";
import { Num } from "../../ui/Num.tsx";
import style from "./Counts.module.css";

const names = Object.keys(text.counts) as (keyof typeof text.counts)[];

/** What a run read and changed, as numbers that stand still while they grow. */
export const Counts = ({ counts, label }: { readonly counts: Pick<Run["counts"], keyof typeof text.counts>; readonly label: string }) => (
  <dl className={style.counts} aria-label={label}>
    {names.map((name) => (
      <div key={name} data-none={counts[name] === 0 || undefined}>
        <dt>{text.counts[name]}</dt>
        <dd>
          <Num value={counts[name]} />
        </dd>
      </div>
    ))}
  </dl>
);
