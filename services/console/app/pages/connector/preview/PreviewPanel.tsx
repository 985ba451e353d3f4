import type { PreviewChange } from "@dirstream/contracts";
import { Button, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { preview as text } from "../../../text/en/scope.ts";
import { count, duration } from "../../../text/numbers.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { DistinguishedName } from "../../../ui/DistinguishedName.tsx";
import { Foreign } from "../../../ui/Foreign.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { isAboutFields } from "../../connect/about-fields.ts";
import style from "./PreviewPanel.module.css";
import { type Previewed, WAYS, type Way, wayOf } from "./previewed.ts";
import type { Preview } from "./use-preview.ts";

/** What a synchronisation would do, as it is found out. */
export const PreviewPanel = ({ preview, outdated }: { readonly preview: Preview; readonly outdated: boolean }) => {
  const { state, previewed, error, stop } = preview;
  // What is wrong with single fields is told there.
  if (state === "none" || isAboutFields(error)) return <p className={style.soft}>{text.nothingYet}</p>;
  const hasFailed = state === "failed";
  return (
    <Section title={text.title}>
      <div className={style.bar} role="status">
        {state === "running" && (
          <Button variant="default" size="xs" onClick={stop}>
            {text.stop}
          </Button>
        )}
        <span>{wordsOf(state, previewed)}</span>
      </div>
      {state === "running" && <Progress value={100} animated size="xs" mb="md" aria-label={text.title} />}
      <Stack gap="sm">
        {outdated && state !== "running" && <Notice tone="running">{text.outdated}</Notice>}
        {hasFailed && error !== undefined && <ProblemNotice title={text.failed} error={error} />}
        {hasFailed && error === undefined && (
          <Notice tone="failed" title={text.failed} urgent>
            {previewed.failure ?? text.incomplete}
          </Notice>
        )}
        {!hasFailed && <Found previewed={previewed} isOver={state === "done"} />}
      </Stack>
    </Section>
  );
};

const wordsOf = (state: Preview["state"], { read, summary }: Previewed): string => {
  if (state === "stopped") return `${text.running(read)}. ${text.stopped}`;
  return summary === undefined ? text.running(read) : text.done(read, duration(summary.durationMs));
};

const Found = ({ previewed, isOver }: { readonly previewed: Previewed; readonly isOver: boolean }) => {
  const [shown, setShown] = useState<Way | "all">("all");
  const { counts, changes, summary } = previewed;
  const all = WAYS.reduce((sum, way) => sum + counts[way], 0);
  if (isOver && all === 0) return <Notice tone="running">{text.nothing}</Notice>;
  const rows = shown === "all" ? changes : changes.filter((change) => wayOf(change) === shown);
  return (
    <>
      <dl className={style.counts}>
        {WAYS.map((way) => (
          <div key={way} data-none={counts[way] === 0 || undefined}>
            <dt>{text.ways[way]}</dt>
            <dd>{count(counts[way])}</dd>
          </div>
        ))}
      </dl>
      {counts.held > 0 && <Notice tone="attention">{text.heldMeans(counts.held)}</Notice>}
      {(summary?.references.length ?? 0) > 0 && <Notice tone="attention">{text.references(summary?.references.length ?? 0)}</Notice>}
      {changes.length > 0 && (
        <>
          <SegmentedControl
            aria-label={text.show}
            size="xs"
            value={shown}
            onChange={(value) => setShown(value as Way | "all")}
            data={[
              { value: "all", label: text.all },
              ...WAYS.filter((way) => counts[way] > 0).map((way) => ({ value: way, label: text.ways[way] })),
            ]}
            style={{ alignSelf: "flex-start" }}
          />
          {all > changes.length && <p className={style.soft}>{text.firstOnes(changes.length)}</p>}
          <DataTable label={text.table} columns={columns} rows={rows} keyOf={({ entryId, kind }) => `${entryId} ${kind}`} rowHeight={58} />
        </>
      )}
    </>
  );
};

const columns: Column<PreviewChange>[] = [
  {
    id: "who",
    header: text.columns.who,
    width: "28%",
    narrow: "plain",
    cell: ({ name, mail }) => (
      <>
        <Text span inherit fw={550}>
          {name === null ? text.noName : <Foreign text={name} />}
        </Text>
        {mail !== null && (
          <Text span display="block" size="xs" c="var(--soft)">
            <Foreign text={mail} />
          </Text>
        )}
      </>
    ),
  },
  {
    id: "what",
    header: text.columns.what,
    width: "24%",
    cell: ({ changes, changed, members, held }) => (
      <>
        {changes.map((change) => text.what[change]).join(", ")}
        {held && <span className={style.held}> · {text.held}</span>}
        <Text span display="block" size="xs" c="var(--soft)">
          {members !== null ? text.members(members.added, members.removed) : <Foreign text={Object.keys(changed).join(", ")} />}
        </Text>
      </>
    ),
  },
  { id: "dn", header: text.columns.dn, cell: ({ dn }) => <DistinguishedName dn={dn} /> },
];
