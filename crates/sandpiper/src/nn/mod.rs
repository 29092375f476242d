//! Inference: a model, its inputs, its outputs.
//!
//! ```no_run
//! use sandpiper::nn::{Input, Model};
//!
//! # fn main() -> sandpiper::Result<()> {
//! let model = Model::named("prices")?;
//! let outputs = model.run(&[Input::tensor(&[3.0_f32, 120.0, 1.0])])?;
//! println!("{}", outputs.get::<f32>(0)?[0]);
//! # Ok(())
//! # }
//! ```
//!
//! A picture goes in with the feature `image`, and a classifier's output comes out by its labels:
//!
#![cfg_attr(feature = "image", doc = "```no_run")]
#![cfg_attr(not(feature = "image"), doc = "```ignore")]
//! use sandpiper::nn::{Image, Input, Model};
//! use sandpiper::{Request, Result};
//!
//! fn name_the_bird(request: Request) -> Result<String> {
//!     let picture = Image::decode(request.body())?;
//!     let model = Model::named("birds")?;
//!     let top = model.run(&[Input::image(&picture)])?.classify(3)?;
//!     Ok(top.iter().map(|bird| format!("{:.1} % {}\n", bird.probability * 100.0, bird.label)).collect())
//! }
//! ```
//!
//! What a model takes and gives, its labels, and which models there are, the SDK asks the host for (the import module `sandpiper_nn`,
//! feature `describe`). Without that feature it imports nothing but WASI-NN (`wasi_ephemeral_nn`) and runs on any host that has it;
//! shapes and types you give then yourself, with [`Model::described`] or [`Input::shaped`].
//!
//! On your own machine, outside of WebAssembly, there is no host: every model is refused with [`Errno::UnsupportedOperation`].

mod element;
mod errno;
#[cfg(test)]
mod fake;
#[cfg(feature = "image")]
mod image;
mod info;
mod input;
mod model;
mod outputs;
#[allow(unsafe_code)]
mod sys;
#[cfg(test)]
mod tests;

#[cfg(feature = "image")]
pub use self::image::{Fit, Image};
pub use element::{Element, TensorType};
pub use errno::Errno;
pub use info::TensorInfo;
pub use input::{Input, Slot};
pub use model::{Encoding, Model};
pub use outputs::{Class, Outputs};
