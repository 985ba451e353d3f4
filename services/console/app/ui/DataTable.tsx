import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, type ReactNode, type Ref, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { words } from "../text/en/words.ts";
import style from "./DataTable.module.css";
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
  readonly more?: { readonly load: () => void; readonly loading: boolean } | undefined;
  /** Of all rows, where it is known that there are more than these. */
  readonly total?: number | undefined;
  readonly rowHeight?: number;
}

/** From here on only the rows in sight are in the document. */
const LONG = 100;

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
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    getItemKey: (index) => lineAt(index).key,
    overscan: 12,
    scrollMargin: top,
    enabled: isLong,
  });
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

const More = ({ load, loading }: { readonly load: () => void; readonly loading: boolean }) => {
  const end = useRef<HTMLDivElement>(null);
  // A table is drawn anew with every step of scrolling: an observer that began anew each time would never see anything.
  const seen = useEffectEvent(load);
  useEffect(() => {
    if (end.current === null || loading) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && seen(), { rootMargin: "600px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <div ref={end} className={style.more}>
      <Button variant="default" size="xs" onClick={load} loading={loading}>
        {words.showMore}
      </Button>
    </div>
  );
};
