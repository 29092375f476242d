// The page of `npm start`: a picture and a function in, what the function answers out.

import { makeDrawable } from "./draw.js";
import { showLabels, toLabels } from "./labels.js";

const $ = (id) => document.getElementById(id);
const state = { file: null, urls: [], runs: 0 };

/** Options to try with a function, by its name. */
const HINTS = { "image-grayscale": "op=blur&width=200", "image-classify": "model=characters" };
/** What can be made of a drawing. */
const READER = "image-classify";

const toSize = (bytes) => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`);
const toTime = (ms) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** An object URL that the next run frees. */
function show(blob) {
  const url = URL.createObjectURL(blob);
  state.urls.push(url);
  return url;
}

function say(text, fault = false) {
  $("status").textContent = text;
  $("status").classList.toggle("fault", fault);
}

/** What the server says the guest itself took: the `run` entry of `Server-Timing`, in milliseconds. */
function toRunTime(response) {
  const match = /\brun;(?:[^,]*;)?dur=([\d.]+)/.exec(response.headers.get("server-timing") ?? "");
  return match ? Number(match[1]) : null;
}

const functionName = () => $("function").selectedOptions[0]?.text ?? "";

function target() {
  const options = $("options").value.trim().replace(/^\?/, "");
  return `${$("function").value}${options ? `?${options}` : ""}`;
}

function showCommand() {
  $("options").placeholder = HINTS[functionName()] ?? "";
  const name = state.file?.name ?? "picture.png";
  const into = functionName() === READER ? "" : " > out";
  $("command").textContent = `curl --data-binary @${name} '${location.origin}${target()}'${into}`;
}

async function run() {
  showCommand();
  if (!state.file) return;
  const turn = ++state.runs;
  for (const url of state.urls.splice(0)) URL.revokeObjectURL(url);
  $("panes").hidden = false;
  $("before").src = show(state.file);
  $("before-size").textContent = toSize(state.file.size);
  $("run").disabled = true;
  say("Running ...");
  try {
    const started = performance.now();
    const response = await fetch(target(), { method: "POST", body: state.file });
    const body = await response.blob();
    const took = performance.now() - started;
    const text = body.type.startsWith("image/") ? "" : await body.text();
    // Of two runs at once the later one counts.
    if (turn !== state.runs) return;
    if (!response.ok) return showFault(response, text);
    showResult(body, text);
    const inside = toRunTime(response);
    say(`${response.status} in ${toTime(took)}${inside === null ? "" : `, ${toTime(inside)} of it in the function`}`);
  } catch (error) {
    if (turn === state.runs) say(`The server did not answer: ${error.message}`, true);
  } finally {
    if (turn === state.runs) $("run").disabled = false;
  }
}

/** Shows one of the things that an answer can be, or none. */
function reveal(id) {
  for (const other of ["after", "labels", "text"]) $(other).hidden = other !== id;
}

function showResult(body, text) {
  const labels = toLabels(text);
  $("after-name").textContent = labels ? "What it is" : "After";
  $("after-size").textContent = labels?.model ? `model ${labels.model}` : toSize(body.size);
  if (body.type.startsWith("image/")) {
    $("after").src = show(body);
    reveal("after");
  } else if (labels) {
    showLabels($("labels"), labels);
    reveal("labels");
  } else {
    $("text").textContent = text;
    reveal("text");
  }
}

function showFault(response, text) {
  reveal(null);
  $("after-size").textContent = "";
  const { error } = JSON.parse(text);
  say(`${response.status} ${error.code}: ${error.message}`, true);
}

function take(file) {
  if (!file) return;
  state.file = file;
  void run();
}

/** A drawing is for the function that reads characters, whatever was chosen before. */
function takeDrawing(file) {
  if (functionName() !== READER) {
    $("function").value = [...$("function").options].find(({ text }) => text === READER).value;
    $("options").value = "";
  }
  take(file);
}

async function listFunctions() {
  const response = await fetch("/_sandpiper/functions");
  const { functions } = await response.json();
  for (const { name, path } of functions) {
    const option = new Option(name, path);
    option.selected = name === "image-grayscale";
    $("function").add(option);
  }
  $("drawing").hidden = !functions.some(({ name }) => name === READER);
  showCommand();
}

$("file").addEventListener("change", (event) => take(event.target.files[0]));
$("controls").addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
$("function").addEventListener("change", () => {
  // What one function takes another may refuse.
  $("options").value = "";
  void run();
});
$("options").addEventListener("input", showCommand);
$("clear").addEventListener("click", makeDrawable($("paper"), takeDrawing));
for (const type of ["dragenter", "dragover"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) $("drop").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").classList.remove("over");
  take(event.dataTransfer.files[0]);
});

listFunctions().catch((error) => say(`The functions could not be listed: ${error.message}`, true));
