/** The entity tag of a state that a sequence names (RFC 9110 section 8.8.3). */
export const etagOf = (sequence: number): string => `"${sequence}"`;

/** Whether an If-Match header lets a change of this state through (RFC 9110 section 13.1.1: weak tags never match). */
export const matchesEtag = (ifMatch: string, sequence: number): boolean =>
  ifMatch
    .split(",")
    .map((tag) => tag.trim())
    .some((tag) => tag === "*" || tag === etagOf(sequence));
