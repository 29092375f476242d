// The page of `npm start`: a picture and a function in, what the function answers out.

const $ = (id) => document.getElementById(id);
const state = { file: null, urls: [] };

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

function target() {
  const options = $("options").value.trim().replace(/^\?/, "");
  return `${$("function").value}${options ? `?${options}` : ""}`;
}

function showCommand() {
  const name = state.file?.name ?? "picture.png";
  $("command").textContent = `curl --data-binary @${name} '${location.origin}${target()}' > out`;
}

async function run() {
  showCommand();
  if (!state.file) return;
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
    if (!response.ok) return await showFault(response, body);
    await showResult(response, body, took);
  } catch (error) {
    say(`The server did not answer: ${error.message}`, true);
  } finally {
    $("run").disabled = false;
  }
}

async function showResult(response, body, took) {
  const isPicture = body.type.startsWith("image/");
  $("after").hidden = !isPicture;
  $("text").hidden = isPicture;
  if (isPicture) $("after").src = show(body);
  else $("text").textContent = await body.text();
  $("after-size").textContent = toSize(body.size);
  const inside = toRunTime(response);
  say(`${response.status} in ${toTime(took)}${inside === null ? "" : `, ${toTime(inside)} of it in the function`}`);
}

async function showFault(response, body) {
  $("after").hidden = true;
  $("text").hidden = true;
  $("after-size").textContent = "";
  const { error } = JSON.parse(await body.text());
  say(`${response.status} ${error.code}: ${error.message}`, true);
}

function take(files) {
  if (files.length === 0) return;
  state.file = files[0];
  void run();
}

async function listFunctions() {
  const response = await fetch("/_sandpiper/functions");
  const { functions } = await response.json();
  for (const { name, path } of functions) {
    const option = new Option(name, path);
    option.selected = name === "image-grayscale";
    $("function").add(option);
  }
  showCommand();
}

$("file").addEventListener("change", (event) => take(event.target.files));
$("controls").addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
$("function").addEventListener("change", () => void run());
$("options").addEventListener("input", showCommand);
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
  take(event.dataTransfer.files);
});

listFunctions().catch((error) => say(`The functions could not be listed: ${error.message}`, true));
