import "@mantine/charts/styles.css";
import { AreaChart, BarChart } from "@mantine/charts";
import type { Statistic } from "../../../api/queries.ts";
import { charts as text } from "../../../text/en/runs.ts";
import { count, duration } from "../../../text/numbers.ts";
import { exactTime } from "../../../text/times.ts";
import { ChartOrTable } from "./ChartOrTable.tsx";
import style from "./Charts.module.css";
import { changesIn, entriesOf, latenciesIn, type Some, unitFor } from "./figures.ts";
import { dayOf, momentOf } from "./ticks.ts";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly statistics: readonly Statistic[];
}

const HEIGHT = 200;

const colors = {
  people: "var(--chart-people)",
  groups: "var(--chart-groups)",
  created: "var(--chart-created)",
  updated: "var(--chart-people)",
  removed: "var(--chart-removed)",
  waited: "var(--chart-waited)",
  reading: "var(--chart-people)",
  showing: "var(--chart-created)",
} as const;

type Series = keyof typeof colors;

const seriesOf = (names: readonly Series[]) => names.map((name) => ({ name, label: text[name], color: colors[name] }));

/** How a connector has done over time: three pictures, each with its numbers behind it. */
export const Charts = ({ account, connector, statistics }: Shown) => {
  const entries = entriesOf(statistics);
  const changes = changesIn(statistics);
  const latencies = latenciesIn(statistics);
  const unit = unitFor(Math.max(0, ...latencies.points.map(({ waited, reading, showing }) => waited + reading + showing)));
  const place = { account, connector };
  const first = Date.parse(statistics[0]?.completedAt ?? "");
  const spanMs = Date.parse(statistics.at(-1)?.completedAt ?? "") - first;
  const tick = (at: string) => dayOf(at, spanMs);
  const common = {
    h: HEIGHT,
    dataKey: "at",
    withLegend: true,
    legendProps: { verticalAlign: "top", itemSorter: null },
    gridAxis: "x",
    tickLine: "none",
  } as const;
  const xAxis = { tickFormatter: tick, minTickGap: 40, interval: "preserveStartEnd" } as const;
  return (
    <div className={style.charts}>
      <div className={style.wide}>
        <ChartOrTable
          {...place}
          title={text.entries}
          columns={[
            ["people", text.people],
            ["groups", text.groups],
          ]}
          points={entries}
          say={(n) => count(n)}
          note={entries.length === 1 ? text.few(statistics.length) : undefined}
        >
          <AreaChart
            {...common}
            data={entries.map((point) => ({ ...point, time: Date.parse(point.at) }))}
            dataKey="time"
            series={seriesOf(["people", "groups"])}
            curveType="stepAfter"
            fillOpacity={0.12}
            withDots={entries.length <= 12}
            valueFormatter={count}
            tooltipAnimationDuration={0}
            xAxisProps={{
              type: "number",
              domain: ["dataMin", "dataMax"],
              tickFormatter: (time: number) => tick(new Date(time).toISOString()),
              minTickGap: 40,
            }}
            areaProps={{ isAnimationActive: false }}
            areaChartProps={{ accessibilityLayer: false }}
            tooltipProps={{ labelFormatter: (time) => (typeof time === "number" ? exactTime(new Date(time).toISOString()) : "") }}
          />
        </ChartOrTable>
      </div>
      <ChartOrTable
        {...place}
        title={text.changes}
        columns={[
          ["created", text.created],
          ["updated", text.updated],
          ["removed", text.removed],
        ]}
        points={changes.points}
        say={(n) => count(n)}
        note={noteOf(changes)}
        none={text.noChanges}
      >
        <BarChart
          {...common}
          data={[...changes.points]}
          type="stacked"
          series={seriesOf(["created", "updated", "removed"])}
          valueFormatter={count}
          maxBarWidth={28}
          tooltipAnimationDuration={0}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={xAxis}
          tooltipProps={{ labelFormatter: momentOf }}
        />
      </ChartOrTable>
      <ChartOrTable
        {...place}
        title={text.latency}
        columns={[
          ["waited", text.waited],
          ["reading", text.reading],
          ["showing", text.showing],
        ]}
        points={latencies.points}
        say={(seconds) => duration(seconds * 1_000)}
        note={noteOf(latencies)}
        none={text.noLatency}
      >
        <BarChart
          {...common}
          data={latencies.points.map(({ waited, reading, showing, ...point }) => ({
            ...point,
            waited: waited / unit.seconds,
            reading: reading / unit.seconds,
            showing: showing / unit.seconds,
          }))}
          type="stacked"
          series={seriesOf(["waited", "reading", "showing"])}
          valueFormatter={(value) => duration(value * unit.seconds * 1_000)}
          yAxisProps={{ tickFormatter: (value: number) => text.inUnit(value, unit.name) }}
          maxBarWidth={28}
          tooltipAnimationDuration={0}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={xAxis}
          tooltipProps={{ labelFormatter: momentOf }}
        />
      </ChartOrTable>
    </div>
  );
};

const noteOf = ({ points, all }: Some<unknown>): string => (all > points.length ? text.newest(points.length, all) : text.onlyChanged);
