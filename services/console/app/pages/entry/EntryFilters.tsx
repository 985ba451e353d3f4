import { Button, SegmentedControl, Select } from "@mantine/core";
import type { EntryFilter, EntryList, Facets } from "../../api/entries.ts";
import { type groups, type people, stateWords } from "../../text/en/people.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { visibleText } from "../../ui/visible.ts";
import style from "./EntryFilters.module.css";

interface Shown {
  readonly which: EntryList;
  readonly text: typeof people | typeof groups;
  readonly filter: EntryFilter;
  /** Not there until they are counted. */
  readonly facets: Facets | undefined;
  readonly connectors: ReadonlyMap<string, string>;
  readonly onChange: (filter: EntryFilter) => void;
}

const states = ["active", "disabled", "removed"] as const;

/** Stands for those who have none: a choice's value may not be empty. */
const NO_DEPARTMENT = "\u0000";

/** A search, and filters that say how many each of their choices would bring. */
export const EntryFilters = ({ which, text, filter, facets, connectors, onChange }: Shown) => {
  const words = text.filters;
  const change = (to: { readonly [name in keyof EntryFilter]: EntryFilter[name] | undefined }) =>
    onChange(Object.fromEntries(Object.entries({ ...filter, ...to }).filter(([, value]) => value !== undefined)));
  /** How many it would bring is told once that is known. */
  const state = (value: (typeof states)[number]) =>
    facets === undefined ? stateWords[value] : words.option(stateWords[value], countOf(facets.state, value));
  return (
    <search className={style.filters}>
      <div className={style.search}>
        <SearchField label={words.search} value={filter.q ?? ""} onSearch={(q) => change({ q: q === "" ? undefined : q })} />
      </div>
      <div className={style.states}>
        <SegmentedControl
          aria-label={words.state}
          data={[{ value: "here", label: words.here }, ...states.map((value) => ({ value, label: state(value) }))]}
          value={filter.state ?? "here"}
          onChange={(value) => change({ state: states.find((known) => known === value) })}
        />
      </div>
      {which === "users" && facets !== undefined && facets.department.length > 0 && (
        <Select
          aria-label={words.department}
          placeholder={words.anyDepartment}
          data={departments(facets, filter.department, words)}
          value={filter.department === undefined ? null : filter.department || NO_DEPARTMENT}
          onChange={(value) => change({ department: value === null ? undefined : value === NO_DEPARTMENT ? "" : value })}
          searchable
          clearable
          limit={100}
          w={230}
        />
      )}
      {connectors.size > 1 && (
        <Select
          aria-label={words.connector}
          placeholder={words.anyConnector}
          data={[...connectors].map(([value, name]) => ({
            value,
            label: facets === undefined ? visibleText(name) : words.option(visibleText(name), countOf(facets.connector, value)),
          }))}
          value={filter.connector ?? null}
          onChange={(value) => change({ connector: value ?? undefined })}
          clearable
          w={210}
        />
      )}
      {Object.keys(filter).length > 0 && (
        <Button variant="subtle" size="xs" onClick={() => onChange({})}>
          {words.clear}
        </Button>
      )}
    </search>
  );
};

const countOf = <Value,>(facet: readonly { readonly value: Value; readonly count: number }[], value: Value): number =>
  facet.find((found) => found.value === value)?.count ?? 0;

/** The largest first; the one that is chosen also where nobody is left in it. */
const departments = (
  { department, moreDepartments }: Facets,
  chosen: string | undefined,
  words: Shown["text"]["filters"],
): { value: string; label: string; disabled?: boolean }[] => {
  const all =
    chosen === undefined || department.some(({ value }) => value === chosen) ? department : [{ value: chosen, count: 0 }, ...department];
  const options = all.map(({ value, count }) => ({
    value: value || NO_DEPARTMENT,
    label: words.option(value === "" ? words.noDepartment : visibleText(value), count),
  }));
  return moreDepartments === 0 ? options : [...options, { value: "\u0001", label: words.moreDepartments(moreDepartments), disabled: true }];
};
