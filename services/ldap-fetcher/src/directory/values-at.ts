import type { Filter } from "@dirstream/ldap";
import type { DirectoryStage } from "./errors.ts";
import type { Session } from "./session.ts";

/** The values of one attribute of one entry. */
export const valuesAt = async (
  session: Session,
  { baseDn, filter, attribute }: { readonly baseDn: string; readonly filter: Filter; readonly attribute: string },
  stage: DirectoryStage,
): Promise<Buffer[]> => {
  const entries = await session.search({ baseDn, scope: "base", filter, attributes: [attribute] }, stage).all();
  const attributes = entries.flatMap((entry) => entry.attributes);
  return attributes.filter(({ type }) => type.toLowerCase() === attribute.toLowerCase()).flatMap(({ values }) => values);
};
