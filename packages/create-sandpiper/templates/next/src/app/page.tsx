import { Pictures } from "./pictures.tsx";

export default function Page() {
  return (
    <>
      <header>
        <img src="/icon.svg" alt="" width="56" height="56" />
        <div>
          <h1>{"{{name}}"}</h1>
          <p>
            A picture goes in. One function makes it grey, another says what it shows, each in a sandbox of its own.
          </p>
        </div>
      </header>
      <Pictures />
      <footer className="about">
        WebAssembly on {"{{title}}"}, made with Sandpiper. The functions are in <code>functions/</code>, this page is{" "}
        <code>src/app/</code>.
      </footer>
    </>
  );
}
