import type { PreviewChange } from "@dirstream/contracts";
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDeferredValue, useEffect, useEffectEvent, useState } from "react";
import { preview as text } from "../../text/en/connect.ts";
import { words } from "../../text/en/words.ts";
import { count, duration } from "../../text/numbers.ts";
import { Host } from "../../ui/Host.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { Section } from "../../ui/Section.tsx";
import { type Previewed, WAYS } from "../connector/preview/previewed.ts";
import { type Preview, usePreview } from "../connector/preview/use-preview.ts";
import { isAboutFields } from "./about-fields.ts";
import style from "./Preview.module.css";
import { PreviewedEntry } from "./PreviewedEntry.tsx";
import { connectorOf, type Environment, type Fields } from "./rules/fields.ts";
import { invalidFrom } from "./rules/invalidated.ts";

interface Shown {
  readonly account: string;
  readonly fields: Fields;
  readonly environment: Environment;
  /** The form as it may be sent; undefined where something is wrong with it. */
  readonly checked: () => Fields | undefined;
  readonly onRefused: (error: unknown) => void;
}

/** Who would come, before anything is saved. */
export const PreviewPanel = ({ account, fields, environment, checked, onRefused }: Shown) => {
  const preview = usePreview(`/api/v1/accounts/${encodeURIComponent(account)}/preview`);
  const [of, setOf] = useState<Fields>();
  const { state, previewed, error, start, stop } = preview;
  const refuse = useEffectEvent(onRefused);
  useEffect(() => {
    if (isAboutFields(error)) refuse(error);
  }, [error]);
  const ask = () => {
    const valid = checked();
    if (valid === undefined) return;
    setOf(valid);
    start(connectorOf(valid, environment));
  };
  const button =
    state === "running" ? (
      <Button variant="default" size="xs" onClick={stop}>
        {text.stop}
      </Button>
    ) : (
      <RoleGate needs="admin" variant="default" size="xs" onClick={ask}>
        {state === "none" ? text.button : text.again}
      </RoleGate>
    );
  return (
    <Section title={text.title} aside={button}>
      <div role="status">
        <Outcome preview={preview} />
      </div>
      {error !== undefined && !isAboutFields(error) && <ProblemNotice error={error} />}
      {of !== undefined && state === "done" && invalidFrom(of, fields, "primary") !== undefined && (
        <Notice tone="attention">{text.outOfDate}</Notice>
      )}
      {previewed.changes.length > 0 && <Entries previewed={previewed} />}
    </Section>
  );
};

const totalOf = ({ counts }: Previewed): number => WAYS.reduce((sum, way) => sum + counts[way], 0);

const Outcome = ({ preview: { state, previewed, error } }: { readonly preview: Preview }) => {
  const { summary, failure, read } = previewed;
  const total = totalOf(previewed);
  switch (state) {
    case "none":
      return <p className={style.soft}>{text.text}</p>;
    case "running":
      return <p className={style.soft}>{text.reading(count(Math.max(read, total)))}</p>;
    case "stopped":
      return <p className={style.soft}>{text.stopped}</p>;
    case "failed":
      return error === undefined && <Notice tone="failed">{failure ?? text.broken}</Notice>;
    case "done":
      if (summary === undefined || total === 0) return <p>{text.nobody}</p>;
      return (
        <>
          <p className={style.total}>{text.total(total)}</p>
          <p className={style.soft}>
            {text.took(duration(summary.durationMs))} <Host name={summary.host} />
          </p>
          {summary.references.length > 0 && <p className={style.soft}>{text.references(summary.references.length)}</p>}
        </>
      );
  }
};

const AT_ONCE = 50;
type Kind = keyof typeof text.kinds;

const Entries = ({ previewed }: { readonly previewed: Previewed }) => {
  const { changes } = previewed;
  const [kind, setKind] = useState<Kind | "all">("all");
  const [q, setQ] = useState("");
  const [shown, setShown] = useState(AT_ONCE);
  const wanted = useDeferredValue(q.trim().toLowerCase());
  const fitting = changes.filter((change) => (kind === "all" || change.kind === kind) && isCalled(change, wanted));
  const kinds = (Object.keys(text.kinds) as Kind[]).filter((each) => changes.some((change) => change.kind === each));
  return (
    <>
      <div className={style.filters}>
        <SegmentedControl
          size="xs"
          aria-label={text.show}
          value={kind}
          onChange={(value) => setKind(value as Kind | "all")}
          data={[{ value: "all", label: text.all }, ...kinds.map((value) => ({ value, label: text.kinds[value] }))]}
        />
        <TextInput
          size="xs"
          aria-label={text.filter}
          placeholder={text.filter}
          value={q}
          onChange={({ currentTarget }) => setQ(currentTarget.value)}
          // Enter here is no answer to the form.
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          className={style.filter as string}
        />
      </div>
      {changes.length < totalOf(previewed) && <p className={style.soft}>{text.some(count(changes.length))}</p>}
      {fitting.length === 0 && <p className={style.soft}>{text.none}</p>}
      <ul className={style.entries}>
        {fitting.slice(0, shown).map((change) => (
          <li key={`${change.entryId} ${change.kind}`}>
            <PreviewedEntry change={change} />
          </li>
        ))}
      </ul>
      {fitting.length > shown && (
        <Button variant="subtle" size="xs" onClick={() => setShown(shown + AT_ONCE)}>
          {words.showMore}
        </Button>
      )}
    </>
  );
};

const isCalled = ({ name, mail, dn }: PreviewChange, q: string): boolean =>
  q === "" || [name ?? "", mail ?? "", dn].some((value) => value.toLowerCase().includes(q));
