export { temporaryFolder } from "@sandpiper/testkit";
