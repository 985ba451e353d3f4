import type { Entry } from "../../api/entries.ts";
import { entry as text } from "../../text/en/people.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import style from "./Attributes.module.css";
import { NamedEntry } from "./NamedEntry.tsx";
import { textOf } from "./values.ts";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly attributes: Entry["attributes"];
}

/** Everything that was recorded, under the names that the directory has for it. */
export const Attributes = ({ account, connector, attributes }: Shown) => (
  <table className={style.attributes} aria-label={text.attributes.table}>
    <thead>
      <tr>
        <th scope="col">{text.attributes.name}</th>
        <th scope="col">{text.attributes.value}</th>
      </tr>
    </thead>
    <tbody>
      {Object.keys(attributes)
        .toSorted()
        .map((name) => (
          <tr key={name}>
            <th scope="row">
              <Foreign text={name} />
            </th>
            <td>
              <ul className={style.values}>
                {attributes[name]?.map((value) => (
                  <li key={typeof value === "string" ? value : JSON.stringify(value)}>
                    {typeof value !== "string" && value.entryId !== undefined ? (
                      <NamedEntry account={account} connector={connector} of={value} />
                    ) : (
                      <Foreign text={textOf(value)} />
                    )}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
    </tbody>
  </table>
);
