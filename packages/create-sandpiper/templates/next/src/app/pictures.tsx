"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type Called, makeGrey, type Naming, readName, toSize } from "../lib/functions.ts";
import { fetchSample, findPicture, SAMPLES, toSendable } from "../lib/pictures.ts";
import { GreyCard, type GreyPicture } from "./grey-card.tsx";
import { NameCard } from "./name-card.tsx";

/** One picture, and what the functions answered so far. */
interface Run {
  readonly name: string;
  readonly before: string;
  readonly grey: Called<GreyPicture> | null;
  readonly naming: Called<Naming> | null;
}

export function Pictures() {
  const [run, setRun] = useState<Run | null>(null);
  const [over, setOver] = useState(false);
  const turn = useRef(0);
  const addresses = useRef<string[]>([]);

  /** Runs both functions with a picture. Of two pictures the later one counts. */
  const take = useCallback(async (picture: File) => {
    const mine = ++turn.current;
    const toAddress = (blob: Blob) => {
      const address = URL.createObjectURL(blob);
      addresses.current.push(address);
      return address;
    };
    for (const address of addresses.current.splice(0)) URL.revokeObjectURL(address);
    setRun({ name: picture.name, before: toAddress(picture), grey: null, naming: null });
    const add = (part: Partial<Run>) => turn.current === mine && setRun((now) => now && { ...now, ...part });
    const sent = await toSendable(picture);
    const facts = (out: Blob) => `${toSize(sent.size)} in, ${toSize(out.size)} out`;
    void makeGrey(sent).then((answer) => {
      if (turn.current !== mine) return;
      add({
        grey: answer.ok
          ? { ...answer, value: { address: toAddress(answer.value), facts: facts(answer.value) } }
          : answer,
      });
    });
    void readName(sent).then((naming) => add({ naming }));
  }, []);

  // The whole page takes what is dropped: beside the target a browser would leave the page for the picture.
  useEffect(() => {
    const enter = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => !relatedTarget && setOver(false);
    const takeFrom = (data: DataTransfer | null) => {
      const file = findPicture(data);
      if (file) void take(file);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      takeFrom(event.dataTransfer);
    };
    const paste = ({ clipboardData }: ClipboardEvent) => takeFrom(clipboardData);
    const off = new AbortController();
    const { signal } = off;
    document.addEventListener("dragenter", enter, { signal });
    document.addEventListener("dragover", enter, { signal });
    document.addEventListener("dragleave", leave, { signal });
    document.addEventListener("drop", drop, { signal });
    document.addEventListener("paste", paste, { signal });
    return () => off.abort();
  }, [take]);

  return (
    <main>
      <label className={over ? "drop over" : "drop"} id="drop" htmlFor="file">
        <input
          id="file"
          type="file"
          accept="image/*"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) void take(file);
            // So that the same picture can be chosen again.
            target.value = "";
          }}
        />
        <svg viewBox="0 0 24 24" width="36" height="36" aria-hidden="true">
          <path d="M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3M12 16V4m0 0L7.5 8.5M12 4l4.5 4.5" />
        </svg>
        <strong>Drop a picture here</strong>
        <span>or choose one, or paste it: PNG, JPEG, GIF, WebP</span>
      </label>

      <section className="samples" aria-label="Pictures to try">
        <span>Or try one of these</span>
        <ul id="samples">
          {SAMPLES.map((sample) => (
            <li key={sample.file}>
              <button type="button" onClick={() => void fetchSample(sample).then(take)}>
                <img src={`/samples/${sample.file}`} alt={sample.title} />
              </button>
            </li>
          ))}
        </ul>
      </section>

      <p className="status" id="status" role="status" aria-live="polite">
        {toStatus(run)}
      </p>

      {run && (
        <section className="results" id="results" aria-label="What the functions answer">
          <GreyCard name={run.name} before={run.before} answer={run.grey} />
          <NameCard answer={run.naming} />
        </section>
      )}
    </main>
  );
}

function toStatus(run: Run | null): string {
  if (!run) return "";
  return run.grey && run.naming ? `Done: ${run.name}` : `Running both functions with ${run.name} ...`;
}
