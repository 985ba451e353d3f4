import type { Run } from "../../api/queries.ts";
import { stageLine as text } from "../../text/en/runs.ts";
import { duration } from "../../text/numbers.ts";
import { Section } from "../../ui/Section.tsx";
import style from "./StageLine.module.css";

/** What a run did one after the other, how long each took, and how much of the whole that was. */
export const StageLine = ({ durations: { total, read, append } }: { readonly durations: NonNullable<Run["durationsMs"]> }) => {
  const stages = [
    ["read", text.read, read],
    ["append", text.append, append],
    ["connect", text.connect, Math.max(0, total - read - append)],
  ] as const;
  return (
    <Section title={text.title} aside={<span className={style.total}>{`${text.total} ${duration(total)}`}</span>}>
      <div className={style.bar} aria-hidden>
        {stages.map(([id, , ms]) => (
          <span key={id} data-stage={id} style={{ flexGrow: ms }} />
        ))}
      </div>
      <ul className={style.stages}>
        {stages.map(([id, name, ms]) => (
          <li key={id} data-stage={id}>
            <span>{name}</span> <strong>{duration(ms)}</strong> <span className={style.share}>{text.share(ms, total)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
};
