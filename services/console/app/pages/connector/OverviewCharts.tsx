import { SegmentedControl } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { statisticsQuery } from "../../api/queries.ts";
import { charts as text } from "../../text/en/runs.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Section } from "../../ui/Section.tsx";
import { Skeletons } from "../../ui/Skeletons.tsx";

const route = getRouteApi("/$account/connectors/$connector/");

/** What draws is as large as the rest of the console: it comes when somebody looks at a connector. */
const Charts = lazy(async () => ({ default: (await import("./charts/Charts.tsx")).Charts }));

const DAYS = { week: 7, month: 30, quarter: 90, year: 365 } as const;
type Period = keyof typeof DAYS;
const USUAL = "month";
const periods = Object.keys(DAYS) as Period[];

export const OverviewCharts = () => {
  const { account, connector } = route.useParams();
  const { period = USUAL } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({ ...statisticsQuery(account, connector, DAYS[period]), placeholderData: keepPreviousData });
  return (
    <Section
      title={text.title}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={text.period}
          data={periods.map((value) => ({ value, label: text.periods[value] }))}
          value={period}
          onChange={(value) =>
            void navigate({ search: value === USUAL ? {} : { period: value as Exclude<Period, typeof USUAL> }, replace: true })
          }
        />
      }
    >
      <Loaded query={query} skeleton={<Skeletons rows={3} height={200} />}>
        {(statistics) =>
          statistics.length === 0 ? (
            <EmptyState title={text.none.title} text={text.none.text} />
          ) : (
            <Suspense fallback={<Skeletons rows={3} height={200} />}>
              <Charts account={account} connector={connector} statistics={statistics} />
            </Suspense>
          )
        }
      </Loaded>
    </Section>
  );
};
