use std::cell::RefCell;

use super::info::{Description, TensorInfo, describe};
use super::input::Input;
use super::outputs::Outputs;
use super::sys;
#[cfg(feature = "describe")]
use crate::OrError;
use crate::{Error, Result};

/// The form a model is in, by its number in WASI-NN's `graph_encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Encoding {
    /// `.onnx`.
    Onnx = 1,
    /// A frozen graph of TensorFlow, `.pb`.
    Tensorflow = 2,
    /// `.tflite`.
    TensorflowLite = 4,
    /// The host is to find out.
    Autodetect = 5,
}

impl Encoding {
    /// The form that the first bytes of a model tell: a TensorFlow Lite file has its identifier at byte 4, a `GraphDef`
    /// begins with its field 1 (`node`), an ONNX `ModelProto` with its field 1 (`ir_version`).
    pub fn of(model: &[u8]) -> Self {
        match model {
            [_, _, _, _, b'T', b'F', b'L', b'3', ..] => Self::TensorflowLite,
            [0x0a, ..] => Self::Tensorflow,
            [0x08, ..] => Self::Onnx,
            _ => Self::Autodetect,
        }
    }
}

/// A model that is ready to run.
///
/// The host loads it once, for all invocations of all functions: to open it again is cheap, so open it where you need it.
#[derive(Debug)]
pub struct Model {
    graph: u32,
    description: Option<Description>,
    labels: Vec<String>,
    /// Contexts of runs whose outputs are done with. WASI-NN has no call that frees one.
    contexts: RefCell<Vec<u32>>,
}

impl Model {
    /// The model that the function's settings know by this name.
    ///
    /// # Errors
    /// A failure; [`Errno::NotFound`](super::Errno::NotFound) is its cause when there is none of that name.
    pub fn named(name: &str) -> Result<Self> {
        let graph = sys::load_by_name(name)
            .map_err(|errno| Error::failure(format!("the model {name:?} cannot be opened")).caused_by(errno))?;
        Self::of(graph)
    }

    /// A model by its bytes, such as `include_bytes!("../model.tflite")`. The guest makes no copy of them.
    ///
    /// # Errors
    /// A failure when the host does not take it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::from_bytes_as(bytes, Encoding::of(bytes))
    }

    /// As [`from_bytes`](Self::from_bytes), where the bytes do not tell their form.
    ///
    /// # Errors
    /// A failure when the host does not take it.
    pub fn from_bytes_as(bytes: &[u8], encoding: Encoding) -> Result<Self> {
        let graph = sys::load(bytes, encoding as u32).map_err(|errno| {
            Error::failure(format!("the model of {} bytes cannot be loaded", bytes.len())).caused_by(errno)
        })?;
        Self::of(graph)
    }

    /// The names that [`named`](Self::named) finds, in the order of the function's settings. None is opened by asking.
    ///
    /// ```no_run
    /// use sandpiper::nn::Model;
    ///
    /// # fn main() -> sandpiper::Result<()> {
    /// let names = Model::names()?;
    /// let model = match names.as_slice() {
    ///     [only] => Model::named(only)?,
    ///     _ => Model::from_bytes(&std::fs::read("model.tflite")?)?,
    /// };
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A program that calls it imports `list_models` of `sandpiper_nn`: a host without that does not start it.
    ///
    /// # Errors
    /// A failure when the host does not tell; outside of WebAssembly there is none that could.
    #[cfg(feature = "describe")]
    #[cfg_attr(docsrs, doc(cfg(feature = "describe")))]
    pub fn names() -> Result<Vec<String>> {
        let json =
            sys::list_models().map_err(|errno| Error::failure("the host does not list its models").caused_by(errno))?;
        serde_json::from_slice(&json).or_failure("the host's list of models is not understood")
    }

    fn of(graph: u32) -> Result<Self> {
        let mut description = describe(graph)?;
        let labels = description.as_mut().and_then(|known| known.labels.take()).unwrap_or_default();
        Ok(Self { graph, description, labels, contexts: RefCell::default() })
    }

    /// The same model with names for its classes, in the order of its output: `include_str!("../labels.txt").lines()`.
    #[must_use]
    pub fn with_labels<L: Into<String>>(self, labels: impl IntoIterator<Item = L>) -> Self {
        Self { labels: labels.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same model with what you know of it, for hosts that describe none (and without the feature `describe`).
    ///
    /// ```no_run
    /// use sandpiper::nn::{Model, TensorInfo, TensorType};
    ///
    /// # fn main() -> sandpiper::Result<()> {
    /// let model = Model::named("birds")?.described(
    ///     vec![TensorInfo::new("image", TensorType::U8, &[1, 224, 224, 3])],
    ///     vec![TensorInfo::new("probabilities", TensorType::U8, &[1, 965])],
    /// );
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn described(self, inputs: Vec<TensorInfo>, outputs: Vec<TensorInfo>) -> Self {
        Self { description: Some(Description { inputs, outputs, labels: None }), ..self }
    }

    /// Its inputs in its order; none where they are not known.
    pub fn inputs(&self) -> &[TensorInfo] {
        self.description.as_ref().map_or(&[], |known| &known.inputs)
    }

    /// Its outputs in its order; none where they are not known.
    pub fn outputs(&self) -> &[TensorInfo] {
        self.description.as_ref().map_or(&[], |known| &known.outputs)
    }

    /// Names of its classes; none where nobody gave any.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Runs it once. Every input must be there.
    ///
    /// # Errors
    /// A failure when an input is of the wrong type or shape or missing, or the run itself fails.
    pub fn run(&self, inputs: &[Input<'_>]) -> Result<Outputs<'_>> {
        let known = self.description.as_ref().map(|known| known.inputs.as_slice());
        if let Some(known) = known.filter(|known| known.len() != inputs.len()) {
            return Err(Error::failure(format!("the model takes {} inputs, not {}", known.len(), inputs.len())));
        }
        let free = self.contexts.borrow_mut().pop();
        let context = match free {
            Some(context) => context,
            None => sys::init_execution_context(self.graph)
                .map_err(|errno| Error::failure("the model cannot be made ready to run").caused_by(errno))?,
        };
        // A context that something fails with is not used again: it may have some of its inputs.
        for (place, input) in inputs.iter().enumerate() {
            input.set(context, place, known)?;
        }
        sys::compute(context).map_err(|errno| Error::failure("the model's run failed").caused_by(errno))?;
        Ok(Outputs::new(self, context))
    }

    pub(super) fn known_outputs(&self) -> Option<&[TensorInfo]> {
        self.description.as_ref().map(|known| known.outputs.as_slice())
    }

    pub(super) fn take_back(&self, context: u32) {
        self.contexts.borrow_mut().push(context);
    }
}
