import { words } from "../text/en/words.ts";
import style from "./Diff.module.css";
import { Foreign } from "./Foreign.tsx";

export interface Change {
  /** What it is called, in the reader's words. */
  readonly field: string;
  /** Each value by itself; none: there was nothing. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Before and after, side by side; what both have is not marked. */
export const Diff = ({ changes, label }: { readonly changes: readonly Change[]; readonly label: string }) => (
  <table className={style.diff} aria-label={label}>
    <thead>
      <tr>
        <th scope="col">{words.field}</th>
        <th scope="col">{words.before}</th>
        <th scope="col">{words.after}</th>
      </tr>
    </thead>
    <tbody>
      {changes.map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          <td data-label={words.before}>
            <Values values={before} others={after} element="del" />
          </td>
          <td data-label={words.after}>
            <Values values={after} others={before} element="ins" />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

interface Side {
  readonly values: readonly string[];
  readonly others: readonly string[];
  readonly element: "del" | "ins";
}

const Values = ({ values, others, element: Marked }: Side) => {
  if (values.length === 0) return <span className={style.nothing}>{words.nothing}</span>;
  return (
    <ul className={style.values}>
      {values.map((value) => (
        <li key={value}>
          {others.includes(value) ? (
            <Foreign text={value} />
          ) : (
            <Marked className={style.marked}>
              <Foreign text={value} />
            </Marked>
          )}
        </li>
      ))}
    </ul>
  );
};
