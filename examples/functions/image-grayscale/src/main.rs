//! A picture on standard input, the same picture in grey on standard output. Options are arguments, which on HTTP are the
//! query string: `image-grayscale op=blur sigma=4 width=200 < in.png > out.png`.

use std::io::{Read, Write, stdin, stdout};
use std::process::ExitCode;

use image_grayscale::{Error, Options, process};

/// Exit codes of BSD's `sysexits.h` by which a function refuses its input: Sandpiper answers them with 400 and 422.
const EX_USAGE: u8 = 64;
const EX_DATAERR: u8 = 65;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What the caller may know goes to standard output, the logs get it too.
            println!("{error}");
            eprintln!("{error}");
            ExitCode::from(match error {
                Error::Usage(_) => EX_USAGE,
                Error::Data(_) => EX_DATAERR,
            })
        }
    }
}

fn run() -> Result<(), Error> {
    let options = Options::parse(std::env::args().skip(1))?;
    let mut input = Vec::new();
    stdin().read_to_end(&mut input).map_err(|error| Error::Data(format!("the picture could not be read: {error}")))?;
    let output = process(&input, &options)?;
    // Nobody is left to tell when standard output is gone.
    let _ = stdout().write_all(&output);
    Ok(())
}
