export { compileWat } from "@sandpiper/testkit";
