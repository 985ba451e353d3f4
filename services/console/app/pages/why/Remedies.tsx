import { why as text } from "../../text/en/why.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { Link } from "../../ui/Link.tsx";
import type { Remedy } from "./sentence.ts";
import style from "./Why.module.css";

interface Shown {
  readonly account: string;
  readonly connector: string;
  readonly remedies: readonly Remedy[];
}

/** What would change the answer, and the page where that is done. */
export const Remedies = ({ account, connector, remedies }: Shown) => {
  const params = { account, connector };
  const places = new Set(remedies.map(({ leadsTo }) => leadsTo));
  return (
    <>
      <ul className={style.remedies}>
        {remedies.map((remedy) => (
          <li key={remedy.text}>
            <Foreign text={remedy.text} />
          </li>
        ))}
      </ul>
      {places.has("scope") && (
        <Link to="/$account/connectors/$connector/scope" params={params} inherit>
          {text.toScope}
        </Link>
      )}
      {places.has("connector") && (
        <Link to="/$account/connectors/$connector" params={params} inherit>
          {text.toConnector}
        </Link>
      )}
    </>
  );
};
