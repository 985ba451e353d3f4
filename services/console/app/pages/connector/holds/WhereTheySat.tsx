import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { hold as text } from "../../../text/en/holds.ts";
import { count } from "../../../text/numbers.ts";
import { DistinguishedName } from "../../../ui/DistinguishedName.tsx";
import { Link } from "../../../ui/Link.tsx";
import { Section } from "../../../ui/Section.tsx";
import style from "./Hold.module.css";
import { liesBelow, whereTheySat } from "./where.ts";

const MOST_BARS = 12;

const route = getRouteApi("/$account/connectors/$connector/holds/$hold");

interface Shown {
  readonly dns: readonly string[];
  readonly baseDn: string | undefined;
  /** Not all of them have been fetched yet. */
  readonly partly: boolean;
}

/** A bar per place: a branch that was deleted, or a unit that was moved, shows at once. Each shows its own in the list. */
export const WhereTheySat = ({ dns, baseDn, partly }: Shown) => {
  const params = route.useParams();
  const { under } = route.useSearch();
  const { common, places } = useMemo(() => whereTheySat(dns, MOST_BARS), [dns]);
  const most = Math.max(1, ...places.map((place) => place.count));
  const isTelling = common !== "" && baseDn !== undefined && liesBelow(common, baseDn) && !liesBelow(baseDn, common);
  return (
    <Section title={text.where.title}>
      {isTelling && (
        <p className={style.lead}>
          {text.where.common} <DistinguishedName dn={common} />
        </p>
      )}
      <ul className={style.bars}>
        {places.map((place) => (
          <li key={place.dn}>
            <Link
              to="/$account/connectors/$connector/holds/$hold"
              params={params}
              search={under === place.dn ? {} : { under: place.dn }}
              resetScroll={false}
              replace
              className={style.bar}
              underline="never"
              inherit
              aria-current={under === place.dn || undefined}
              title={text.where.only}
            >
              <span className={style.fill} style={{ width: `${(place.count / most) * 100}%` }} aria-hidden />
              <span>
                {isTelling && place.dn === common ? (
                  text.where.directly
                ) : (
                  <DistinguishedName dn={isTelling ? below(place.dn, common) : place.dn} />
                )}
              </span>
              <span>{count(place.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {partly && <p className={style.lead}>{text.where.loaded(count(dns.length))}</p>}
    </Section>
  );
};

/** What a place's name says beyond what they all have. */
const below = (dn: string, common: string): string => (dn.endsWith(`,${common}`) ? dn.slice(0, -common.length - 1) : dn);
