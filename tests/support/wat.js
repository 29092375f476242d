export { compileWat } from "@sandpiper/testkit";
//# sourceMappingURL=wat.js.map
