import { arabic, type Culture, chinese, dutch, english, german, greek, hindi, japanese, polish, turkish, ukrainian } from "./names.ts";

export const COMPANY = "Example Harbour Logistics";
export const BASE_DN = "dc=example,dc=com";
export const MAIL_DOMAIN = "harbour.example.com";

export interface Site {
  readonly name: string;
  readonly country: string;
  readonly dialling: string;
  readonly head: number;
  /** Most people are of the first. */
  readonly cultures: readonly Culture[];
  readonly people: number;
}

export const sites: readonly Site[] = [
  { name: "Rotterdam", country: "NL", dialling: "+31 10", head: 1, cultures: [dutch, english, turkish, polish], people: 305 },
  { name: "Hamburg", country: "DE", dialling: "+49 40", head: 2, cultures: [german, turkish, ukrainian, english], people: 220 },
  { name: "Gdańsk", country: "PL", dialling: "+48 58", head: 3, cultures: [polish, ukrainian, german], people: 150 },
  { name: "Piraeus", country: "GR", dialling: "+30 21", head: 4, cultures: [greek, arabic, english], people: 120 },
  { name: "Durban", country: "ZA", dialling: "+27 31", head: 5, cultures: [english, hindi], people: 120 },
  { name: "Shanghai 上海", country: "CN", dialling: "+86 21", head: 6, cultures: [chinese, japanese, english], people: 85 },
];

export interface Department {
  readonly name: string;
  readonly code: string;
  readonly titles: readonly string[];
  readonly share: number;
}

/** One has a comma and a plus in its name, as departments do: both need escaping in a DN. */
export const departments: readonly Department[] = [
  {
    name: "Terminal Operations",
    code: "TOP",
    titles: ["Crane Operator", "Docker", "Shift Planner", "Yard Marshal", "Forklift Driver"],
    share: 0.34,
  },
  { name: "Shipping & Forwarding", code: "SHF", titles: ["Freight Forwarder", "Booking Agent", "Vessel Planner"], share: 0.18 },
  { name: "Customs", code: "CUS", titles: ["Customs Broker", "Declarant", "Tariff Specialist"], share: 0.1 },
  { name: "Maintenance", code: "MNT", titles: ["Electrician", "Fitter", "Crane Technician"], share: 0.12 },
  { name: "Finance", code: "FIN", titles: ["Accountant", "Controller", "Payroll Clerk"], share: 0.08 },
  { name: "IT", code: "ITS", titles: ["Systems Engineer", "Service Desk Analyst", "Software Developer"], share: 0.07 },
  { name: "Safety, Health + Environment", code: "SHE", titles: ["Safety Officer", "Environmental Adviser"], share: 0.05 },
  { name: "People", code: "PPL", titles: ["Recruiter", "HR Adviser"], share: 0.06 },
];
