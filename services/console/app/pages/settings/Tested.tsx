import { IconCircleCheckFilled, IconCircleXFilled } from "@tabler/icons-react";
import type { TestedDestination } from "../../api/commands.ts";
import { attention as text } from "../../text/en/attention.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import style from "./AccountSettings.module.css";

/** What the other side said, destination by destination. */
export const Tested = ({ destinations }: { readonly destinations: readonly TestedDestination[] }) => (
  <ul className={style.tested} aria-label={text.test.label} aria-live="polite">
    {destinations.map(({ kind, to, delivered, sentence }) => {
      const Icon = delivered ? IconCircleCheckFilled : IconCircleXFilled;
      return (
        <li key={`${kind} ${to}`}>
          <span className={style.outcome} data-tone={delivered ? "well" : "failed"}>
            <Icon size={15} aria-hidden /> {delivered ? text.test.delivered : text.test.notDelivered}
          </span>{" "}
          <Foreign text={to} />
          <div className={style.sentence}>
            <Foreign text={sentence} />
          </div>
        </li>
      );
    })}
  </ul>
);
