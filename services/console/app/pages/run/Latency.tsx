import type { Run } from "../../api/queries.ts";
import { latency as text } from "../../text/en/runs.ts";
import { ClockTime } from "../../ui/ClockTime.tsx";
import { Section } from "../../ui/Section.tsx";
import style from "./Latency.module.css";
import { momentsOf, wholeMs } from "./latency.ts";

/** When the directory changed, when that was read, and when it could be seen here. */
export const Latency = ({ run: { latency, status } }: { readonly run: Run }) => {
  const whole = wholeMs(latency);
  return (
    <Section title={text.title}>
      <ol className={style.moments}>
        {momentsOf(latency).map(({ moment, at, afterMs }) => (
          <li key={moment} data-open={at === null || undefined}>
            <span>{text[moment]}</span>
            <span className={style.at}>
              {at === null ? moment === "changed" && status !== "running" ? text.noChange : text.unknown : <ClockTime at={at} />}
            </span>
            <span className={style.after}>{afterMs !== undefined && text.after(afterMs)}</span>
          </li>
        ))}
      </ol>
      {whole !== undefined && <p className={style.whole}>{latency.changedAt === null ? text.own(whole) : text.whole(whole)}</p>}
    </Section>
  );
};
