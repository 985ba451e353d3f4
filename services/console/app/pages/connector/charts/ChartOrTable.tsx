import { Button } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { charts as text } from "../../../text/en/runs.ts";
import { exactTime, shortDate, timeOfDay } from "../../../text/times.ts";
import { DataTable } from "../../../ui/DataTable.tsx";
import { Link } from "../../../ui/Link.tsx";
import style from "./Charts.module.css";
import type { Point } from "./figures.ts";

interface Shown<Each extends Point> {
  readonly account: string;
  readonly connector: string;
  readonly title: string;
  readonly columns: readonly (readonly [name: keyof Each & string, header: string])[];
  readonly points: readonly Each[];
  readonly say: (value: number) => string;
  readonly note?: string | undefined;
  /** Instead of the picture, where there is nothing to draw. */
  readonly none?: string;
  /** The picture; who does not see it reads the numbers. */
  readonly children: ReactNode;
}

/** A picture, and the numbers that it is made of, newest first, each leading to its run. */
export const ChartOrTable = <Each extends Point>(shown: Shown<Each>) => {
  const { account, connector, title, columns, points, say, note, none, children } = shown;
  const [isTable, setIsTable] = useState(false);
  const heading = useId();
  return (
    <section className={style.chart} aria-labelledby={heading}>
      <div className={style.head}>
        <h3 id={heading}>{title}</h3>
        {points.length > 0 && (
          <Button variant="subtle" size="compact-xs" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            {isTable ? text.asChart : text.asTable}
          </Button>
        )}
      </div>
      {points.length === 0 && <p className={style.none}>{none}</p>}
      {points.length > 0 &&
        (isTable ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
          <section className={style.numbers} tabIndex={0} aria-label={text.numbersOf(title)}>
            <DataTable
              label={title}
              rows={points.toReversed()}
              keyOf={({ syncId }) => syncId}
              columns={[
                {
                  id: "run",
                  header: text.run,
                  narrow: "plain",
                  cell: ({ syncId, at }) => (
                    <Link
                      to="/$account/connectors/$connector/runs/$run"
                      params={{ account, connector, run: syncId }}
                      inherit
                      title={exactTime(at)}
                    >{`${shortDate(at)}, ${timeOfDay(at)}`}</Link>
                  ),
                },
                ...columns.map(([name, header]) => ({
                  id: name,
                  header,
                  align: "end" as const,
                  cell: (point: Each) => say(Number(point[name])),
                })),
              ]}
            />
          </section>
        ) : (
          <div aria-hidden>{children}</div>
        ))}
      {note !== undefined && points.length > 0 && <p className={style.note}>{note}</p>}
    </section>
  );
};
