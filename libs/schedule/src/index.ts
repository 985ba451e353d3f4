export {
  instantOf,
  isKnownZone,
  isLastOfDay,
  nextSlot,
  type Schedule,
  type Slot,
  type SlotAt,
  scheduleOf,
  slotsBetween,
  UnknownZone,
} from "./slots.ts";
