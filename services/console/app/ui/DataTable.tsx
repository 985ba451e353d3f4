import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { NextPage } from "../api/next-page.ts";
import { words } from "../text/en/words.ts";
import style from "./DataTable.module.css";
import { sentenceOf } from "./ProblemNotice.tsx";
import { rowAfter } from "./row-after.ts";

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** CSS width; without, what is left. */
  readonly width?: string;
  readonly align?: "end";
  readonly sortable?: boolean;
  /** Under 700 px a row is a card of its cells; `hide` leaves this one out, `plain` leaves out its heading. */
  readonly narrow?: "hide" | "plain";
}

export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

interface Shown<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What stands under a row that has been opened; null under the others. The row's first button opens and closes it. */
  readonly details?: (row: Row) => ReactNode;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort) => void;
  /** The next page of a list with cursors; it is also fetched when its end comes into sight. */
  readonly more?: NextPage | undefined;
  /** Of all rows, where it is known that there are more than these. */
  readonly total?: number | undefined;
  readonly rowHeight?: number;
}

/** From here on only the rows in sight are in the document. */
const LONG = 50;

interface Line<Row> {
  readonly row: Row;
  readonly key: string;
  readonly details: ReactNode;
}

/** A row, and under an opened one its details, which are as high as they are. */
const linesOf = <Row,>(row: Row, key: string, details: ReactNode): Line<Row>[] =>
  details === null
    ? [{ row, key, details }]
    : [
        { row, key, details: null },
        { row, key: `${key} details`, details },
      ];

/** A dense table. The first link or button of a row opens it; arrow keys, Home and End go from one row's to another's. */
export const DataTable = <Row,>({ label, columns, rows, keyOf, details, sort, onSort, more, total, rowHeight = 41 }: Shown<Row>) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const isLong = rows.length > LONG;
  const lines = details === undefined ? undefined : rows.flatMap((row) => linesOf(row, keyOf(row), details(row)));
  const count = lines?.length ?? rows.length;
  // Of a list without details nothing is made for rows that are out of sight.
  const lineAt = (index: number): Line<Row> => lines?.[index] ?? { row: rows[index] as Row, key: keyOf(rows[index] as Row), details: null };
  // Only where this changes are all rows laid out anew: of a hundred thousand that would be felt with every step of scrolling.
  const keyAt = useCallback((index: number) => lines?.[index]?.key ?? keyOf(rows[index] as Row), [lines, rows, keyOf]);
  const height = useRowHeight(body, rowHeight, isLong);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    getItemKey: keyAt,
    overscan: 12,
    scrollMargin: top,
    enabled: isLong,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was laid out by another height is laid out anew
  useLayoutEffect(() => virtual.measure(), [height]);
  const items = isLong ? virtual.getVirtualItems() : Array.from({ length: count }, (_, index) => ({ index, start: 0, end: 0 }));
  const above = isLong ? (items[0]?.start ?? top) - top : 0;
  const below = isLong ? virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top) : 0;

  const go = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const at = Number((event.target as HTMLElement).closest("tr")?.dataset.index ?? Number.NaN);
    let to = (event.target as HTMLElement).matches("input, textarea, select") ? undefined : rowAfter(event.key, at, count);
    if (to === undefined) return;
    event.preventDefault();
    if (lineAt(to).details !== null) to += event.key === "ArrowUp" ? -1 : to + 1 < count ? 1 : -1;
    if (isLong) virtual.scrollToIndex(to);
    focusRow(body.current, to);
  };

  return (
    <>
      <table className={style.table} aria-label={label} aria-rowcount={total ?? (more === undefined ? count + 1 : -1)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={go}>
          <Spacer height={above} columns={columns.length} />
          {items.map(({ index }) => {
            const { row, key, details } = lineAt(index);
            return (
              <LineOf
                key={key}
                index={index}
                row={row}
                details={details}
                columns={columns as readonly Column<unknown>[]}
                measured={isLong ? virtual.measureElement : null}
              />
            );
          })}
          <Spacer height={below} columns={columns.length} />
        </tbody>
      </table>
      {more !== undefined && <More {...more} />}
    </>
  );
};

/** As high as a row of this table is in truth: where what is out of sight was guessed wrong, each row that comes into sight moves all others. */
const useRowHeight = (body: RefObject<HTMLTableSectionElement | null>, guess: number, isLong: boolean): number => {
  const [height, setHeight] = useState(guess);
  const isNarrow = useMediaQuery("(width < 700px)");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row is a card there
  useLayoutEffect(() => {
    const row = isLong && body.current?.querySelector<HTMLElement>("tr[data-index]:not([data-details])");
    if (row) setHeight(row.offsetHeight);
  }, [body, isLong, isNarrow]);
  return height;
};

interface ShownLine {
  readonly index: number;
  readonly row: unknown;
  readonly details: ReactNode;
  readonly columns: readonly Column<unknown>[];
  readonly measured: Ref<HTMLTableRowElement>;
}

/** While somebody scrolls only the rows that come into sight are made. */
const LineOf = memo(({ index, row, details, columns, measured }: ShownLine) => (
  <tr data-index={index} data-details={details !== null || undefined} aria-rowindex={index + 2} ref={measured}>
    {details === null ? (
      columns.map(({ id, header, cell, align, narrow }) => (
        <td key={id} data-align={align} data-narrow={narrow} data-label={typeof header === "string" ? header : undefined}>
          <div>{cell(row)}</div>
        </td>
      ))
    ) : (
      <td colSpan={columns.length} data-narrow="plain">
        {details}
      </td>
    )}
  </tr>
));

const MOST_FRAMES = 30;

/** A row that was out of sight is there a few frames after it has been scrolled to. */
const focusRow = (body: HTMLElement | null, index: number, frames = 0): void => {
  const found = body?.querySelector<HTMLElement>(`tr[data-index="${index}"] :is(a, button)`);
  if (found) found.focus();
  else if (frames < MOST_FRAMES) requestAnimationFrame(() => focusRow(body, index, frames + 1));
};

interface Head<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

const HeadCell = <Row,>({ column: { id, header, width, align, sortable }, sort, onSort }: Head<Row>) => {
  const sorted = sort?.by === id ? sort : undefined;
  const Arrow = sorted?.descending === true ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      data-align={align}
      style={width === undefined ? undefined : { width }}
      aria-sort={sorted === undefined ? undefined : sorted.descending ? "descending" : "ascending"}
    >
      {sortable === true && onSort !== undefined ? (
        <button type="button" className={style.sort} onClick={() => onSort({ by: id, descending: sorted?.descending === false })}>
          {header}
          {sorted !== undefined && <Arrow size={12} aria-hidden />}
        </button>
      ) : (
        header
      )}
    </th>
  );
};

const Spacer = ({ height, columns }: { readonly height: number; readonly columns: number }) =>
  height > 0 && (
    <tr aria-hidden className={style.spacer}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );

const More = ({ load, loading, ready, error }: NextPage) => {
  const end = useRef<HTMLDivElement>(null);
  const [isInSight, setInSight] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setInSight(entries.at(-1)?.isIntersecting === true), { rootMargin: "600px" });
    if (end.current !== null) observer.observe(end.current);
    return () => observer.disconnect();
  }, []);
  // After every drawing: a page that was asked for is given up when the list is asked for anew, and the end has never been out of sight.
  useEffect(() => {
    if (isInSight && ready) load();
  });
  return (
    <div ref={end} className={style.more}>
      {error !== null && <span role="alert">{sentenceOf(error)}</span>}
      <Button variant="default" size="xs" onClick={load} loading={loading}>
        {words.showMore}
      </Button>
    </div>
  );
};
