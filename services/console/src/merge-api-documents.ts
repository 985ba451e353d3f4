import * as z from "zod";

const Paths = z.record(z.string(), z.record(z.string(), z.unknown()));
const ApiDocument = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ version: z.string() }),
  components: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  security: z.array(z.unknown()).optional(),
  tags: z.array(z.looseObject({ name: z.string() })).optional(),
  paths: Paths.optional(),
  webhooks: Paths.optional(),
});

/** The OpenAPI documents of the services as one: each path has the methods of all of them. */
export const mergeApiDocuments = (documents: readonly unknown[]): z.output<typeof ApiDocument> => {
  const parsed = documents.map((document) => ApiDocument.parse(document));
  const [first] = parsed;
  if (first === undefined) throw new TypeError("There is no document to merge");
  const paths = mergeGroups(parsed.map(({ paths = {} }) => paths));
  return {
    openapi: first.openapi,
    info: { title: "dirstream", description: "Directories, their entries and every change of them.", version: first.info.version },
    ...(first.security === undefined ? {} : { security: first.security }),
    tags: [...new Map(parsed.flatMap(({ tags = [] }) => tags).map((tag) => [tag.name, tag])).values()],
    paths: Object.fromEntries(Object.entries(paths).sort(([one], [other]) => (one < other ? -1 : 1))),
    webhooks: mergeGroups(parsed.map(({ webhooks = {} }) => webhooks)),
    components: mergeGroups(parsed.map(({ components = {} }) => components)),
  };
};

type Groups = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Two services may say the same thing twice, but not two things under one name. */
const mergeGroups = (all: readonly Groups[]): Record<string, Record<string, unknown>> => {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const [group, members] of all.flatMap((groups) => Object.entries(groups))) {
    const into = merged[group] ?? {};
    merged[group] = into;
    for (const [name, member] of Object.entries(members)) {
      if (name in into && JSON.stringify(into[name]) !== JSON.stringify(member))
        throw new Error(`Two services describe ${group} ${name} differently`);
      into[name] = member;
    }
  }
  return merged;
};
