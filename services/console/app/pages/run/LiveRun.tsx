import { Progress as Bar } from "@mantine/core";
import { doneOf, paceOf } from "../../api/pace.ts";
import { useProgress } from "../../api/progress.ts";
import type { Connector } from "../../api/queries.ts";
import { live as text } from "../../text/en/connectors.ts";
import { count, duration } from "../../text/numbers.ts";
import { Section } from "../../ui/Section.tsx";
import { Counts } from "./Counts.tsx";
import style from "./LiveRun.module.css";

const stages = ["connecting", "reading", "comparing", "removing"] as const;

/** A run as it goes on; nothing while there is none. */
export const LiveRun = ({
  account,
  connector: { connectorId, status, lastRun },
}: {
  readonly account: string;
  readonly connector: Connector;
}) => {
  const followed = useProgress(account, connectorId);
  if (status !== "running" || lastRun === null) return null;
  const heard = followed?.progress.syncId === lastRun.syncId ? followed : undefined;
  const read = heard?.progress.read ?? lastRun.counts.read;
  const expected = heard?.progress.expected ?? null;
  const counts = heard?.progress.counts ?? lastRun.counts;
  const stage = heard?.progress.stage ?? lastRun.stage ?? "connecting";
  const done = doneOf({ read, expected });
  const words = expected === null ? text.read(count(read)) : text.of(count(read), count(expected));
  const pace = stage === "reading" ? paceOf(heard?.samples ?? [], expected) : undefined;
  return (
    <Section title={text.title}>
      <ol className={style.stages}>
        {stages.map((each) => (
          <li key={each} aria-current={each === stage ? "step" : undefined}>
            {text.stages[each]}
          </li>
        ))}
      </ol>
      <Bar.Root>
        <Bar.Section
          value={done === undefined ? 100 : done * 100}
          animated={done === undefined}
          aria-label={text.title}
          aria-valuetext={words}
        />
      </Bar.Root>
      <p className={style.words}>
        <span>{words}</span>
        {pace !== undefined && <span>{text.perSecond(count(pace.perSecond))}</span>}
        {pace?.leftMs !== undefined && <span>{text.left(duration(Math.max(1_000, pace.leftMs)))}</span>}
      </p>
      <Counts counts={counts} label={text.changes} />
    </Section>
  );
};
