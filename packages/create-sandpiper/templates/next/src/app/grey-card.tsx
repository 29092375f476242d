import { type CSSProperties, useState } from "react";
import { type Called, toTime } from "../lib/functions.ts";

export interface GreyPicture {
  /** Of the picture in this browser. */
  readonly address: string;
  readonly facts: string;
}

interface GreyCardProps {
  readonly name: string;
  /** Address of the picture as it was. */
  readonly before: string;
  /** Null: it is still awaited. */
  readonly answer: Called<GreyPicture> | null;
}

/** The picture as it was over the grey one, with a divider to move between them. */
export function GreyCard({ name, before, answer }: GreyCardProps) {
  const [shown, setShown] = useState(50);
  const grey = answer?.ok ? answer.value : null;
  return (
    <article className="card" aria-busy={answer === null}>
      <h2>
        In grey <code>image-grayscale</code>
      </h2>
      {answer?.ok !== false && (
        <div className="compare" id="compare" style={{ "--shown": `${shown}%` } as CSSProperties}>
          {grey && <img id="after" src={grey.address} alt="In grey" />}
          <img id="before" src={before} alt="As it was" />
          <input
            id="divider"
            type="range"
            min="0"
            max="100"
            value={shown}
            aria-label="How much of the picture is shown as it was, in percent"
            onChange={({ target }) => setShown(Number(target.value))}
          />
        </div>
      )}
      {answer?.ok === false && (
        <p className="fault" id="grey-fault">
          {answer.message}
        </p>
      )}
      <footer>
        <span id="grey-facts">{grey && answer?.ok && `${grey.facts}, ${toTime(answer.ms)}`}</span>
        {grey && (
          <a href={grey.address} download={`grey-${name}`}>
            Download
          </a>
        )}
      </footer>
    </article>
  );
}
