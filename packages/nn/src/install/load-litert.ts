/** A program: loads LiteRT's native library (its arguments are koffi's folder and the library), and says that it answers. */
import { loadKoffi } from "../backends/koffi.ts";
import { NativeLitert } from "../backends/litert-native/native-litert.ts";
import { openLitertLibrary } from "../backends/litert-native/open-litert-library.ts";

const [koffi = "", library = ""] = process.argv.slice(2);
const { environment } = new NativeLitert(openLitertLibrary(loadKoffi(koffi), library), () => "");
process.stdout.write(`an environment at ${environment}\n`);
