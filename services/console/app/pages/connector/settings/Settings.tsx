import { Connection } from "./Connection.tsx";
import { Enabled } from "./Enabled.tsx";
import { Environment } from "./Environment.tsx";
import { Limits } from "./Limits.tsx";
import { Remove } from "./Remove.tsx";

/** Everything of one connector that is neither its scope nor its schedule; each part is saved by itself. */
export const Settings = () => (
  <>
    <Connection />
    <div id="limits">
      <Limits />
    </div>
    <Environment />
    <Enabled />
    <Remove />
  </>
);
