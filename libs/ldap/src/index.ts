export { canonicalDn, isWithin, isWithinCanonical } from "./canonical-dn.ts";
export { type Ava, type Dn, DnSyntaxError, parentDn, parseDn, printDn, type Rdn, stripQuotationMarks } from "./dn.ts";
export { entryIdOf } from "./entry-id.ts";
export { and, endsWith, equal, type Filter, not, or, present, printFilter } from "./filter.ts";
export { guidFromBytes, guidToBytes, isUuid, uuidFromBytes, uuidToBytes } from "./guid.ts";
export { type HostInput, type HostProblem, type HostReading, readHost } from "./host.ts";
export { instantOfFiletime, instantOfGeneralizedTime } from "./instant.ts";
export { FilterSyntaxError, parseFilter } from "./parse-filter.ts";
export { sidFromBytes } from "./sid.ts";
