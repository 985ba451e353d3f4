/** Other names and numbers of the attribute types that stand in DNs (RFC 4519, RFC 4524, RFC 2985). */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  cn: ["commonname", "2.5.4.3"],
  sn: ["surname", "2.5.4.4"],
  serialnumber: ["2.5.4.5"],
  c: ["countryname", "2.5.4.6"],
  l: ["localityname", "2.5.4.7"],
  st: ["stateorprovincename", "2.5.4.8"],
  street: ["streetaddress", "2.5.4.9"],
  o: ["organizationname", "2.5.4.10"],
  ou: ["organizationalunitname", "2.5.4.11"],
  title: ["2.5.4.12"],
  name: ["2.5.4.41"],
  givenname: ["gn", "2.5.4.42"],
  uid: ["userid", "0.9.2342.19200300.100.1.1"],
  mail: ["rfc822mailbox", "0.9.2342.19200300.100.1.3"],
  dc: ["domaincomponent", "0.9.2342.19200300.100.1.25"],
  email: ["emailaddress", "pkcs9email", "1.2.840.113549.1.9.1"],
};

const nameOf = new Map(Object.entries(OTHER_NAMES).flatMap(([name, others]) => others.map((other) => [other, name] as const)));

/** The one lower-case name under which an attribute type is compared. */
export const attributeTypeName = (type: string): string => {
  const lower = type.toLowerCase();
  return nameOf.get(lower) ?? lower;
};
