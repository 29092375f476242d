use std::fmt;

/// Why the host refused a call of inference, as WASI-NN's `nn_errno` numbers it. It is the [cause](crate::Error::cause)
/// of the errors in [`nn`](crate::nn); the host's log has more words for it.
///
/// ```
/// use sandpiper::nn::{Errno, Model};
/// use sandpiper::{Error, Result};
///
/// fn open(name: &str) -> Result<Model> {
///     Model::named(name).map_err(|error| match error.cause() {
///         Some(Errno::NotFound) => Error::usage(format!("there is no model \"{name}\"")),
///         _ => error,
///     })
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Errno {
    /// A wrong handle, number, shape or type.
    InvalidArgument,
    /// The model is not of this encoding, or broken.
    InvalidEncoding,
    /// A pointer of the guest leads nowhere.
    MissingMemory,
    /// The host has too much to do.
    Busy,
    /// The library that runs the model failed.
    RuntimeError,
    /// The model asks for something the library does not have.
    UnsupportedOperation,
    /// More than the host takes, or than the buffer it was given holds.
    TooLarge,
    /// There is no model of this name.
    NotFound,
    /// A number that WASI-NN does not have.
    Other(u16),
}

impl Errno {
    #[cfg_attr(not(target_family = "wasm"), allow(dead_code, reason = "only a real host answers with numbers"))]
    pub(super) fn check(number: u32) -> Result<(), Self> {
        Err(match number {
            0 => return Ok(()),
            1 => Self::InvalidArgument,
            2 => Self::InvalidEncoding,
            3 => Self::MissingMemory,
            4 => Self::Busy,
            5 => Self::RuntimeError,
            6 => Self::UnsupportedOperation,
            7 => Self::TooLarge,
            8 => Self::NotFound,
            other => Self::Other(other as u16),
        })
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidArgument => "invalid argument",
            Self::InvalidEncoding => "invalid encoding",
            Self::MissingMemory => "missing memory",
            Self::Busy => "busy",
            Self::RuntimeError => "runtime error",
            Self::UnsupportedOperation => "unsupported operation",
            Self::TooLarge => "too large",
            Self::NotFound => "not found",
            Self::Other(number) => return write!(f, "error {number}"),
        })
    }
}

impl std::error::Error for Errno {}
