import { Modal, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type Found, searchQuery } from "../api/queries.ts";
import { shell } from "../text/en/shell.ts";
import { count } from "../text/numbers.ts";
import { shortDate, timeOfDay } from "../text/times.ts";
import { Foreign } from "../ui/Foreign.tsx";
import { Link } from "../ui/Link.tsx";
import { sentenceOf } from "../ui/ProblemNotice.tsx";
import { rowAfter } from "../ui/row-after.ts";
import style from "./Search.module.css";

interface Shown {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly account: string;
}

const SHORTEST = 2;
const TYPING_MS = 150;

/** Finds people, groups, connectors and runs from anywhere. */
export const Search = ({ opened, onClose, account }: Shown) => {
  const [typed, setTyped] = useState("");
  useEffect(() => {
    if (!opened) return;
    const forget = catchEarlyKeys((key) => setTyped((before) => before + key));
    return () => {
      forget();
      setTyped("");
    };
  }, [opened]);
  return (
    <Modal opened={opened} onClose={onClose} title={shell.search.label} size="lg" centered={false} yOffset="10vh">
      {opened && <Question account={account} typed={typed} onType={setTyped} />}
    </Modal>
  );
};

/** Whoever types on at once is faster than a dialog that opens: what does not reach it yet is neither lost nor another shortcut. */
const catchEarlyKeys = (take: (key: string) => void): (() => void) => {
  const onKey = (event: globalThis.KeyboardEvent) => {
    const isElsewhere = !(event.target instanceof Element) || event.target.closest("[role=dialog]") === null;
    if (!isElsewhere || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    take(event.key);
  };
  window.addEventListener("keydown", onKey, { capture: true });
  return () => window.removeEventListener("keydown", onKey, { capture: true });
};

interface Asked {
  readonly account: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

const Question = ({ account, typed, onType }: Asked) => {
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS);
  const isLongEnough = q.length >= SHORTEST;
  const { data, error, isFetching } = useQuery({
    ...searchQuery(account, q),
    enabled: isLongEnough,
    placeholderData: keepPreviousData,
  });
  const list = useRef<HTMLDivElement>(null);
  // Before the dialog does it by itself, and behind what was typed already.
  useEffect(() => {
    const field = list.current?.querySelector("input");
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  /** The field and the results are one column for the arrow keys; the field comes first. */
  const go = (event: KeyboardEvent) => {
    const stops = [...(list.current?.querySelectorAll<HTMLElement>("input, a") ?? [])];
    const to = event.key.startsWith("Arrow") ? rowAfter(event.key, stops.indexOf(event.target as HTMLElement), stops.length) : undefined;
    if (to === undefined) return;
    event.preventDefault();
    stops[to]?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of what stands inside
    <div ref={list} onKeyDown={go}>
      <TextInput
        data-autofocus
        aria-label={shell.search.label}
        placeholder={shell.search.placeholder}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <Text role="status" size="xs" c="var(--soft)" mt="xs">
        {sayOf({ isLongEnough, isFetching, error, data, q })}
      </Text>
      {isLongEnough && data !== undefined && <Results account={account} found={data} />}
    </div>
  );
};

interface State {
  readonly isLongEnough: boolean;
  readonly isFetching: boolean;
  readonly error: unknown;
  readonly data: Found | undefined;
  readonly q: string;
}

const sayOf = ({ isLongEnough, isFetching, error, data, q }: State): string => {
  if (!isLongEnough) return shell.search.hint;
  if (data === undefined) return error === null ? (isFetching ? shell.search.searching : "") : sentenceOf(error);
  const found = data.people.length + data.groups.length + data.connectors.length + data.runs.length;
  return found === 0 ? shell.search.nothing(q) : shell.search.found(count(found));
};

const look = { className: style.result, underline: "never", c: "inherit" } as const;

const Results = ({ account, found: { people, groups, connectors, runs } }: { readonly account: string; readonly found: Found }) => (
  <ul className={style.results}>
    {people.map((person) => (
      <li key={person.id}>
        <Link to="/$account/people/$entry" params={{ account, entry: person.id }} {...look}>
          <Entry found={person} />
        </Link>
      </li>
    ))}
    {groups.map((group) => (
      <li key={group.id}>
        <Link to="/$account/groups/$entry" params={{ account, entry: group.id }} {...look}>
          <Entry found={group} />
        </Link>
      </li>
    ))}
    {connectors.map(({ connectorId, name, primaryHost }) => (
      <li key={connectorId}>
        <Link to="/$account/connectors/$connector" params={{ account, connector: connectorId }} {...look}>
          <Content kind={shell.search.kinds.connector} title={name} detail={primaryHost} />
        </Link>
      </li>
    ))}
    {runs.map(({ connectorId, syncId, startedAt }) => (
      <li key={syncId}>
        <Link to="/$account/connectors/$connector/runs/$run" params={{ account, connector: connectorId, run: syncId }} {...look}>
          <Content kind={shell.search.kinds.run} title={`${shortDate(startedAt)}, ${timeOfDay(startedAt)}`} detail={syncId} />
        </Link>
      </li>
    ))}
  </ul>
);

const Entry = ({ found: { kind, state, name, email, dn } }: { readonly found: Found["people"][number] }) => (
  <Content
    kind={shell.search.kinds[kind]}
    title={name ?? dn}
    note={state === "disabled" ? shell.search.disabled : undefined}
    detail={email === null ? dn : `${email} · ${dn}`}
  />
);

interface Line {
  readonly kind: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly detail: string;
}

const Content = ({ kind, title, note, detail }: Line) => (
  <>
    <span className={style.kind}>{kind}</span>
    <span className={style.title}>
      <Foreign text={title} />
      {note !== undefined && <span className={style.note}>{note}</span>}
    </span>
    <span className={style.detail}>
      <Foreign text={detail} />
    </span>
  </>
);
