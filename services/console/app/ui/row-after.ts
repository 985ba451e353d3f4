/** Where a key leads from a row; undefined where it leads nowhere. */
export const rowAfter = (key: string, at: number, rows: number): number | undefined => {
  if (Number.isNaN(at)) return undefined;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows - 1 }[key];
  return to === undefined || to < 0 || to >= rows || to === at ? undefined : to;
};
