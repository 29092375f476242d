//! The most pleasant way to write a Sandpiper function: a program that takes one HTTP request and
//! gives one response.
//!
//! ```no_run
//! use sandpiper::{Request, Response, Result};
//!
//! fn main() {
//!     sandpiper::serve(hello)
//! }
//!
//! fn hello(request: Request) -> Result<Response> {
//!     let name = request.query("name").unwrap_or("you");
//!     Ok(Response::text(format!("Hello, {name}!\n")))
//! }
//! ```
//!
//! The same program answers under both of Sandpiper's HTTP ABIs:
//!
//! | ABI | the request | the response |
//! | --- | --- | --- |
//! | `stdio` (default) | body, query pairs | body; the host tells its type by its first bytes |
//! | `cgi` | body, query pairs, method, path, headers | body, status, headers |
//!
//! Which one it is, the program sees by its environment: [`Request::abi`] tells. It is an ordinary program on your own
//! machine too: `echo Ada | cargo run -- name=Ada`, and a handler is an ordinary function to test:
//!
//! ```
//! # use sandpiper::{Request, Response, Result};
//! # fn hello(request: Request) -> Result<Response> {
//! #     let name = request.query("name").unwrap_or("you");
//! #     Ok(Response::text(format!("Hello, {name}!\n")))
//! # }
//! let answer = hello(Request::new("GET", "/?name=Ada"))?;
//! assert_eq!(answer.body(), b"Hello, Ada!\n");
//! # Ok::<(), sandpiper::Error>(())
//! ```
//!
//! # Errors
//!
//! Every error of the standard library's kind passes through `?` and is the function's own failure: the caller gets a
//! 502 and not a word of it, the logs get it with all its causes. What the *caller* did wrong you say with
//! [`Error::usage`] (400) and [`Error::data`] (422), whose words the caller gets; [`OrError`] makes them of any
//! `Result` or `Option`:
//!
//! ```
//! use sandpiper::{OrError, Request, Result};
//!
//! fn width(request: &Request) -> Result<u32> {
//!     request.query("width").or_usage("say width=PIXELS")?.parse().or_usage("width is no number")
//! }
//!
//! let error = width(&Request::new("GET", "/?width=wide")).unwrap_err();
//! assert_eq!(error.to_string(), "width is no number");
//! ```
//!
//! # Inference
//!
//! [`nn`] opens a model by name or from bytes, gives it numbers or a picture, and reads what it says:
//!
//! ```no_run
//! # use sandpiper::nn::{Input, Model};
//! # fn main() -> sandpiper::Result<()> {
//! let model = Model::named("prices")?;
//! let outputs = model.run(&[Input::tensor(&[3.0_f32, 120.0, 1.0])])?;
//! println!("{}", outputs.get::<f32>(0)?[0]);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | brings | default |
//! | --- | --- | --- |
//! | `describe` | a model's shapes, types and labels, asked of the host | yes |
//! | `json` | `Request::json`, `Response::json` | no |
//! | `image` | a picture as a model's input | no |
#![cfg_attr(docsrs, feature(doc_cfg))]

mod abi;
mod error;
pub mod nn;
mod query;
mod request;
mod response;
mod serve;

pub use abi::Abi;
pub use error::{Error, ErrorKind, OrError, Result};
pub use request::Request;
pub use response::Response;
pub use serve::serve;
