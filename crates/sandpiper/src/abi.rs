use std::io::Write;

use crate::{Error, ErrorKind, Response};

/// How the host hands over a request and takes a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abi {
    /// Standard input is the body, the arguments are the query, standard output is the response's body.
    Stdio,
    /// CGI/1.1 (RFC 3875), as Sandpiper's `cgi` and WAGI do it: everything of a request, status and headers of a response.
    Cgi,
}

impl Abi {
    /// The ABI of this process: CGI programs are told by `GATEWAY_INTERFACE`.
    pub(crate) fn of_process() -> Self {
        match std::env::var_os("GATEWAY_INTERFACE") {
            Some(_) => Self::Cgi,
            None => Self::Stdio,
        }
    }
}

/// How a run ends: what it writes and its exit code.
#[derive(Debug, PartialEq)]
pub(crate) struct Ending {
    pub(crate) stdout: Vec<u8>,
    /// For the logs.
    pub(crate) stderr: String,
    pub(crate) code: u8,
}

/// Exit codes of BSD's `sysexits.h` by which a function refuses its input.
const EX_USAGE: u8 = 64;
const EX_DATAERR: u8 = 65;
const FAILED: u8 = 1;

/// The most text of a refusal that the host passes on, in bytes.
const MAX_REFUSAL_BYTES: usize = 1024;

impl Ending {
    pub(crate) fn new(abi: Abi, result: Result<Response, Error>) -> Self {
        match (result, abi) {
            (Err(error), _) => Self::of_error(&error),
            (Ok(response), Abi::Cgi) => Self { stdout: response.into_cgi(), stderr: String::new(), code: 0 },
            (Ok(response), Abi::Stdio) => Self::of_plain(response),
        }
    }

    fn of_error(error: &Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Usage => EX_USAGE,
            ErrorKind::Data => EX_DATAERR,
            ErrorKind::Failure => FAILED,
        };
        let words = if code == FAILED {
            String::new()
        } else {
            format!("{}\n", truncate(&error.to_string(), MAX_REFUSAL_BYTES - 1))
        };
        Self { stdout: words.into_bytes(), stderr: format!("{error:?}\n"), code }
    }

    /// With standard output alone there is no place for a status: an error becomes an exit code, which says nearly the
    /// same.
    fn of_plain(response: Response) -> Self {
        let status = response.status();
        let code = match status {
            200..=299 => 0,
            400 => EX_USAGE,
            401..=499 => EX_DATAERR,
            _ => FAILED,
        };
        let stderr = match (code, status) {
            (0, _) => String::new(),
            (_, 300..=399) => format!("a {status} takes headers: set the function's abi to \"cgi\"\n"),
            _ => format!("{status}: {}\n", String::from_utf8_lossy(response.body())),
        };
        let stdout = if code == FAILED { Vec::new() } else { response.into_body() };
        Self { stdout, stderr, code }
    }

    /// Writes it and ends the process, unless there is nothing to tell by an exit code.
    pub(crate) fn happen(self) {
        let mut stdout = std::io::stdout().lock();
        let written = stdout.write_all(&self.stdout).and_then(|()| stdout.flush());
        // Nobody is left to tell when standard error is gone.
        let _ = std::io::stderr().write_all(self.stderr.as_bytes());
        let code = match (written, self.code) {
            (Err(_), 0) => FAILED,
            (_, code) => code,
        };
        if code != 0 {
            std::process::exit(code.into());
        }
    }
}

/// As much of the beginning of `text` as `bytes` hold, in whole characters.
fn truncate(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(result: Result<Response, Error>) -> (String, u8) {
        let ending = Ending::new(Abi::Stdio, result);
        (String::from_utf8(ending.stdout).unwrap(), ending.code)
    }

    #[test]
    fn with_stdio_a_response_is_its_body() {
        assert_eq!(plain(Ok(Response::text("hi").with_status(201).unwrap())), ("hi".into(), 0));
    }

    #[test]
    fn with_stdio_a_status_of_the_callers_fault_is_an_exit_code_with_words() {
        assert_eq!(plain(Ok(Response::text("what?").with_status(400).unwrap())), ("what?".into(), 64));
        assert_eq!(plain(Ok(Response::text("no such bird").with_status(404).unwrap())), ("no such bird".into(), 65));
    }

    #[test]
    fn with_stdio_a_status_of_our_fault_is_told_to_the_logs_alone() {
        let ending = Ending::new(Abi::Stdio, Ok(Response::text("secret").with_status(500).unwrap()));
        assert_eq!(ending, Ending { stdout: vec![], stderr: "500: secret\n".into(), code: 1 });
        let ending = Ending::new(Abi::Stdio, Response::redirect("/elsewhere"));
        assert_eq!((ending.code, ending.stderr.contains("cgi")), (1, true));
    }

    #[test]
    fn errors_end_alike_in_both() {
        for abi in [Abi::Stdio, Abi::Cgi] {
            let ending = |error| Ending::new(abi, Err(error));
            let usage = Ending { stdout: b"bad width\n".to_vec(), stderr: "bad width: x\n".into(), code: 64 };
            assert_eq!(ending(Error::usage("bad width").caused_by("x")), usage);
            assert_eq!(ending(Error::data("no picture")).code, 65);
            let failure = Ending { stdout: vec![], stderr: "secret\n".into(), code: 1 };
            assert_eq!(ending(Error::failure("secret")), failure);
        }
    }

    #[test]
    fn long_words_are_cut_to_what_is_passed_on() {
        let ending = Ending::new(Abi::Stdio, Err(Error::data("ä".repeat(2000))));
        assert_eq!(ending.stdout.len(), 1023);
        assert!(String::from_utf8(ending.stdout).is_ok());
    }
}
