import type { CSSProperties } from "react";
import { type Called, type Naming, toPercent, toTime } from "../lib/functions.ts";

/** The model that is part of image-classify. */
const OWN_MODEL = "characters";

/** What the picture shows, with bars. An answer of null is still awaited. */
export function NameCard({ answer }: { readonly answer: Called<Naming> | null }) {
  const naming = answer?.ok ? answer.value : null;
  return (
    <article className="card" aria-busy={answer === null}>
      <h2>
        What it shows <code>image-classify</code>
      </h2>
      <ol className="labels" id="labels" aria-label="Labels, the likeliest first">
        {naming?.top.map(({ label, probability }) => (
          <li key={label}>
            <span>{label}</span>
            <span className="share">{toPercent(probability)}</span>
            {/* The number beside it says the same. */}
            <span className="bar" aria-hidden="true" style={{ "--share": probability } as CSSProperties} />
          </li>
        ))}
      </ol>
      {answer?.ok === false && (
        <p className="fault" id="name-fault">
          {answer.message}
        </p>
      )}
      {naming?.model === OWN_MODEL && (
        <p className="hint" id="hint">
          The model that comes along reads printed letters and digits. The README says how to name your own, such as one
          of birds.
        </p>
      )}
      <footer>
        <span id="name-facts">{naming && answer?.ok && `model ${naming.model}, ${toTime(answer.ms)}`}</span>
      </footer>
    </article>
  );
}
