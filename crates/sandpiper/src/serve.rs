use crate::abi::Ending;
use crate::{Abi, Error, Request, Response};

/// Reads the request this process was started for, has `handler` answer it, and writes what it answers the way the ABI
/// in force wants it. It is all that `main` does.
///
/// The handler returns anything that is a response (a [`Response`], text, bytes, nothing) or any error.
///
/// ```no_run
/// sandpiper::serve(|request| Ok::<_, sandpiper::Error>(request.text()?.to_uppercase()))
/// ```
///
/// It does not return when the handler fails: the process ends with the exit code that tells how ([`Error`]).
pub fn serve<R, E>(handler: impl FnOnce(Request) -> Result<R, E>)
where
    R: Into<Response>,
    E: Into<Error>,
{
    let result = Request::of_process().and_then(|request| handler(request).map(Into::into).map_err(Into::into));
    Ending::new(Abi::of_process(), result).happen();
}
