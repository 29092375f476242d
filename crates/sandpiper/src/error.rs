use std::fmt;

/// What a handler and most of this crate return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whose doing an [`Error`] is, which decides who gets to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The caller's options are not understood: 400, with the words (exit code 64, `EX_USAGE`).
    Usage,
    /// The caller's input cannot be used: 422, with the words (exit code 65, `EX_DATAERR`).
    Data,
    /// The function failed: 502, the words go to the logs alone (exit code 1).
    Failure,
}

/// Why there is no response.
///
/// Like the error types of applications it takes in every `std::error::Error` by `?` and is none itself, since both
/// would not go together.
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// The caller's options are not understood. The caller reads `message`.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::of_kind(ErrorKind::Usage, message)
    }

    /// The caller's input cannot be used. The caller reads `message`.
    pub fn data(message: impl Into<String>) -> Self {
        Self::of_kind(ErrorKind::Data, message)
    }

    /// The function failed. Only the logs get `message`.
    pub fn failure(message: impl Into<String>) -> Self {
        Self::of_kind(ErrorKind::Failure, message)
    }

    fn of_kind(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The same error with what caused it. Causes are for the logs, whatever the kind.
    #[must_use]
    pub fn caused_by(self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// Whose doing it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What caused it, if that is of type `E`, at any depth.
    ///
    /// ```
    /// let error: sandpiper::Error = "x".parse::<u8>().unwrap_err().into();
    /// assert!(error.cause::<std::num::ParseIntError>().is_some());
    /// ```
    pub fn cause<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.causes().find_map(|cause| cause.downcast_ref())
    }

    /// Everything that led to it, the nearest first.
    fn causes(&self) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
        let first = self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static));
        std::iter::successors(first, |cause| cause.source())
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(source: E) -> Self {
        Self { kind: ErrorKind::Failure, message: source.to_string(), source: Some(Box::new(source)) }
    }
}

/// The message alone: what a caller may read.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The message and its causes: what the logs get.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        let mut above = self.message.clone();
        for cause in self.causes() {
            let message = cause.to_string();
            // An error made by `?` has its first cause's words; many a library repeats them too.
            if message != above {
                write!(f, ": {message}")?;
            }
            above = message;
        }
        Ok(())
    }
}

/// Makes an [`Error`] of a `Result` or an `Option`, with words of your own.
///
/// ```
/// use sandpiper::{ErrorKind, OrError};
///
/// let error = "many".parse::<u32>().or_usage("times is no number").unwrap_err();
/// assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Usage, "times is no number"));
/// assert_eq!(format!("{error:?}"), "times is no number: invalid digit found in string");
/// assert_eq!(None::<u32>.or_data("the body is empty").unwrap_err().kind(), ErrorKind::Data);
/// ```
pub trait OrError<T>: Sized {
    /// The caller's options are not understood.
    fn or_usage(self, message: impl Into<String>) -> Result<T> {
        self.or_error(ErrorKind::Usage, message)
    }

    /// The caller's input cannot be used.
    fn or_data(self, message: impl Into<String>) -> Result<T> {
        self.or_error(ErrorKind::Data, message)
    }

    /// The function failed, and this is what it was doing.
    fn or_failure(self, message: impl Into<String>) -> Result<T> {
        self.or_error(ErrorKind::Failure, message)
    }

    /// An error of the kind that `kind` says.
    fn or_error(self, kind: ErrorKind, message: impl Into<String>) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> OrError<T> for std::result::Result<T, E> {
    fn or_error(self, kind: ErrorKind, message: impl Into<String>) -> Result<T> {
        self.map_err(|source| Error::of_kind(kind, message).caused_by(source))
    }
}

impl<T> OrError<T> for Option<T> {
    fn or_error(self, kind: ErrorKind, message: impl Into<String>) -> Result<T> {
        self.ok_or_else(|| Error::of_kind(kind, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_standard_library_throws_is_a_failure_with_its_words_once() {
        let error: Error = std::io::Error::other("the disk is gone").into();
        assert_eq!(error.kind(), ErrorKind::Failure);
        assert_eq!(format!("{error:?}"), "the disk is gone");
    }

    #[test]
    fn causes_are_for_the_logs() {
        let error = Error::data("no picture").caused_by("bad magic");
        assert_eq!(error.to_string(), "no picture");
        assert_eq!(format!("{error:?}"), "no picture: bad magic");
        assert!(error.cause::<std::fmt::Error>().is_none());
    }
}
