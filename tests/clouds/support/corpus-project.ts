export { makeCorpusProject } from "@sandpiper/testkit";
