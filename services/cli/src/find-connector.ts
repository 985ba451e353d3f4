import { Connector } from "./answers.ts";
import { allItems } from "./api.ts";
import { CannotDo } from "./failure.ts";
import { accountPath, type Session } from "./session.ts";

/** The connector that somebody means: by its id, else by its name where only one has it. */
export const findConnector = async (session: Session, meant: string): Promise<Connector> => {
  const all = await allItems(session.api, Connector, accountPath(session, "/connectors"));
  return chooseConnector(all, meant);
};

export const chooseConnector = (all: readonly Connector[], meant: string): Connector => {
  const byId = all.find(({ connectorId }) => connectorId === meant);
  if (byId !== undefined) return byId;
  const named = all.filter(({ name }) => name === meant);
  const similar = named.length > 0 ? named : all.filter(({ name }) => name.toLowerCase() === meant.toLowerCase());
  const [one, ...others] = similar;
  if (one !== undefined && others.length === 0) return one;
  const lines = (some: readonly Connector[]) => some.map(({ connectorId, name }) => `\n  ${connectorId}  ${name}`).join("");
  if (one !== undefined) throw new CannotDo(`${similar.length} connectors are called "${meant}". Name one by its id:${lines(similar)}`);
  throw new CannotDo(
    all.length === 0
      ? `There is no connector "${meant}", nor any other. dirstream connector add makes one.`
      : `There is no connector "${meant}". There are:${lines(all)}`,
  );
};
