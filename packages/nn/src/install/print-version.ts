/** A program: loads the TensorFlow library of its arguments (koffi's folder, then the files in their order), and prints the version. */
import { loadKoffi } from "../backends/koffi.ts";
import { openLibrary } from "../backends/tensorflow/open-library.ts";

const [koffi = "", ...files] = process.argv.slice(2);
process.stdout.write(`${openLibrary(loadKoffi(koffi), files).TF_Version()}\n`);
