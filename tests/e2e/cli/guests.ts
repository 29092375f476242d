export { makeGuests, says } from "@sandpiper/testkit";
