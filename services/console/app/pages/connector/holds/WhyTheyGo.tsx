import { getRouteApi } from "@tanstack/react-router";
import type { Connector, HeldItem } from "../../../api/queries.ts";
import { hold as text } from "../../../text/en/holds.ts";
import { ButtonLink } from "../../../ui/Link.tsx";
import { Section } from "../../../ui/Section.tsx";
import style from "./Hold.module.css";
import { liesBelow } from "./where.ts";

const route = getRouteApi("/$account/connectors/$connector/holds/$hold");

interface Shown {
  readonly connector: Connector;
  readonly items: readonly HeldItem[];
}

/** Whether they are gone from the directory, or somebody has told us not to look at them. */
export const WhyTheyGo = ({ connector, items }: Shown) => {
  const params = route.useParams();
  const outside = items.filter(({ dn }) => dn !== null && isOutside(dn, connector)).length;
  const { peopleFilter, groupFilter, emailDomains } = connector.scope;
  const isFiltered = peopleFilter !== null || groupFilter !== null || emailDomains.length > 0;
  return (
    <Section title={text.cause.title}>
      <p className={style.lead}>
        {outside > 0 ? text.cause.outside(outside, outside === items.length) : isFiltered ? text.cause.filtered : text.cause.gone}
      </p>
      {(outside > 0 || isFiltered) && (
        <ButtonLink to="/$account/connectors/$connector/scope" params={params} variant="default" size="xs">
          {text.cause.scope}
        </ButtonLink>
      )}
    </Section>
  );
};

const isOutside = (dn: string, { baseDn, scope }: Connector): boolean =>
  ![baseDn, ...scope.moreBaseDns].some((base) => liesBelow(dn, base)) || scope.excludedDns.some((excluded) => liesBelow(dn, excluded));
