// The page: a picture in, what the two functions answer out.

import { type Called, makeGrey, type Naming, readName, toPercent, toSize, toTime } from "./lib/functions.ts";
import { fetchSample, findPicture, SAMPLES, toSendable } from "./lib/pictures.ts";

const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const image = (id: string) => byId<HTMLImageElement>(id);

/** The model that is part of image-classify. */
const OWN_MODEL = "characters";

let turn = 0;
const addresses: string[] = [];

/** An address of the picture that the next one frees. */
function toAddress(blob: Blob): string {
  const address = URL.createObjectURL(blob);
  addresses.push(address);
  return address;
}

function say(text: string): void {
  byId("status").textContent = text;
}

/** Runs both functions with a picture. Of two pictures the later one counts. */
async function take(picture: File): Promise<void> {
  const mine = ++turn;
  for (const address of addresses.splice(0)) URL.revokeObjectURL(address);
  byId("results").hidden = false;
  byId("grey-fault").hidden = byId("name-fault").hidden = true;
  byId("hint").hidden = true;
  for (const id of ["labels", "download"]) byId(id).replaceChildren();
  byId("grey-facts").textContent = byId("name-facts").textContent = "";
  image("after").removeAttribute("src");
  image("before").src = toAddress(picture);
  byId("compare").hidden = false;
  setBusy(true);
  say(`Running both functions with ${picture.name} ...`);
  const sent = await toSendable(picture);
  const answers = [
    makeGrey(sent).then((answer) => turn === mine && showGrey(answer, picture, sent)),
    readName(sent).then((answer) => turn === mine && showName(answer)),
  ];
  await Promise.all(answers);
  if (turn !== mine) return;
  setBusy(false);
  say(`Done: ${picture.name}`);
}

function setBusy(busy: boolean): void {
  for (const id of ["grey-card", "name-card"]) byId(id).setAttribute("aria-busy", String(busy));
}

function showGrey(answer: Called<Blob>, picture: File, sent: Blob): void {
  byId("grey-card").setAttribute("aria-busy", "false");
  if (!answer.ok) {
    byId("compare").hidden = true;
    showFault("grey-fault", answer.message);
    return;
  }
  const address = toAddress(answer.value);
  image("after").src = address;
  byId("grey-facts").textContent = `${toSize(sent.size)} in, ${toSize(answer.value.size)} out, ${toTime(answer.ms)}`;
  const link = document.createElement("a");
  link.href = address;
  link.download = `grey-${picture.name}`;
  link.textContent = "Download";
  byId("download").replaceChildren(link);
}

function showName(answer: Called<Naming>): void {
  byId("name-card").setAttribute("aria-busy", "false");
  if (!answer.ok) {
    showFault("name-fault", answer.message);
    return;
  }
  const { top, model } = answer.value;
  byId("labels").replaceChildren(...top.map(({ label, probability }) => toItem(label, probability)));
  byId("hint").hidden = model !== OWN_MODEL;
  byId("name-facts").textContent = `model ${model}, ${toTime(answer.ms)}`;
}

function showFault(id: string, message: string): void {
  byId(id).textContent = message;
  byId(id).hidden = false;
}

function toItem(label: string, probability: number): HTMLLIElement {
  const [item, name, share, bar] = [
    document.createElement("li"),
    document.createElement("span"),
    document.createElement("span"),
    document.createElement("span"),
  ];
  name.textContent = label;
  share.textContent = toPercent(probability);
  share.className = "share";
  bar.className = "bar";
  // The number beside it says the same.
  bar.setAttribute("aria-hidden", "true");
  bar.style.setProperty("--share", String(probability));
  item.append(name, share, bar);
  return item;
}

for (const sample of SAMPLES) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const picture = document.createElement("img");
  button.type = "button";
  picture.src = `/samples/${sample.file}`;
  picture.alt = sample.title;
  button.append(picture);
  button.addEventListener("click", () => void fetchSample(sample).then(take));
  item.append(button);
  byId("samples").append(item);
}

byId<HTMLInputElement>("file").addEventListener("change", ({ target }) => {
  const input = target as HTMLInputElement;
  const [file] = input.files ?? [];
  if (file) void take(file);
  // So that the same picture can be chosen again.
  input.value = "";
});
byId<HTMLInputElement>("divider").addEventListener("input", ({ target }) => {
  byId("compare").style.setProperty("--shown", `${(target as HTMLInputElement).value}%`);
});

// The whole page takes what is dropped: beside the target a browser would leave the page for the picture.
for (const type of ["dragenter", "dragover"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    byId("drop").classList.add("over");
  });
}
document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) byId("drop").classList.remove("over");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  byId("drop").classList.remove("over");
  const file = findPicture(event.dataTransfer);
  if (file) void take(file);
});
document.addEventListener("paste", ({ clipboardData }) => {
  const file = findPicture(clipboardData);
  if (file) void take(file);
});
