// The answer of a function that classifies: what it takes the picture for, with bars.

/** The answer, when it is one: an object whose `top` is a list of labels with probabilities, the likeliest first. */
export function toLabels(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return null;
  }
  const top = Array.isArray(answer?.top) ? answer.top : [];
  const isLabel = ({ label, probability }) => typeof label === "string" && typeof probability === "number";
  return top.length > 0 && top.every(isLabel) ? { top, model: answer.model } : null;
}

const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Fills an `<ol>` with them. */
export function showLabels(list, { top }) {
  list.replaceChildren(...top.map(toItem));
}

function toItem({ label, probability }) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const share = document.createElement("span");
  const bar = document.createElement("span");
  name.textContent = label;
  share.textContent = percent.format(probability);
  share.className = "share";
  bar.className = "bar";
  // The number beside it says the same.
  bar.setAttribute("aria-hidden", "true");
  bar.style.setProperty("--share", String(Math.min(1, Math.max(0, probability))));
  item.append(name, share, bar);
  return item;
}
