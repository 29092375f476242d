use super::element::{Element, TensorType, to_elements};
use super::errno::Errno;
use super::input::Slot;
use super::model::Model;
use super::sys;
use crate::{Error, Result};

/// The most bytes an output may have whose size the model leaves open.
const MAX_OUTPUT_BYTES: usize = 1 << 28;

/// What a run gave. It is read from the host when you ask for it.
#[derive(Debug)]
pub struct Outputs<'m> {
    model: &'m Model,
    context: u32,
}

/// One class a classifier knows, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Class {
    /// Its place in the output.
    pub index: usize,
    /// Its name; where nobody gave one, its place as text.
    pub label: String,
    /// From 0 to 1, as far as the model keeps to it.
    pub probability: f32,
}

impl<'m> Outputs<'m> {
    pub(super) fn new(model: &'m Model, context: u32) -> Self {
        Self { model, context }
    }

    /// One output's elements, in row-major order.
    ///
    /// # Errors
    /// A failure when the model has no such output, or has it of another type.
    pub fn get<'a, T: Element>(&self, slot: impl Into<Slot<'a>>) -> Result<Vec<T>> {
        let (element, bytes) = self.read(slot.into())?;
        match element {
            Some(element) if element != T::TYPE => {
                Err(Error::failure(format!("the output is of {element}, not of {}", T::TYPE)))
            }
            _ if bytes.len() % T::TYPE.size() != 0 => {
                Err(Error::failure(format!("the output's {} bytes are no elements of {}", bytes.len(), T::TYPE)))
            }
            _ => Ok(to_elements(&bytes)),
        }
    }

    /// One output's bytes: row-major, little-endian.
    ///
    /// # Errors
    /// A failure when the model has no such output.
    pub fn bytes<'a>(&self, slot: impl Into<Slot<'a>>) -> Result<Vec<u8>> {
        Ok(self.read(slot.into())?.1)
    }

    /// One output as floats. Those of a quantized output are taken for probabilities, which are stored as the nearest
    /// of 256 equal steps from 0 to 1 (the scale that TensorFlow Lite fixes for a softmax, 1/256): `u8` from 0, `i8`
    /// from -128. Where the model's scale is another, [`get`](Self::get) the integers and apply it.
    ///
    /// # Errors
    /// A failure when the model has no such output, or its type is none of `f32`, `f64`, `u8`, `i8`, or is not known.
    pub fn scores<'a>(&self, slot: impl Into<Slot<'a>>) -> Result<Vec<f32>> {
        let (element, bytes) = self.read(slot.into())?;
        match element {
            Some(TensorType::F32) => Ok(to_elements(&bytes)),
            Some(TensorType::F64) => Ok(to_elements::<f64>(&bytes).into_iter().map(|value| value as f32).collect()),
            Some(TensorType::U8) => Ok(bytes.iter().map(|&value| f32::from(value) / 256.0).collect()),
            Some(TensorType::I8) => {
                Ok(to_elements::<i8>(&bytes).into_iter().map(|value| (f32::from(value) + 128.0) / 256.0).collect())
            }
            Some(element) => Err(Error::failure(format!("the output is of {element}, which are no probabilities"))),
            None => Err(Error::failure("nobody knows the type of the model's output: describe the model")),
        }
    }

    /// The `count` likeliest classes by the model's first output, the likeliest first, with the model's
    /// [labels](Model::labels). The output is taken for probabilities ([`scores`](Self::scores)); for one of plain
    /// scores (logits) there is [`classify_logits`](Self::classify_logits).
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    pub fn classify(&self, count: usize) -> Result<Vec<Class>> {
        Ok(self.rank(self.scores(0)?, count))
    }

    /// As [`classify`](Self::classify), of an output that is yet to go through a softmax.
    ///
    /// # Errors
    /// As [`scores`](Self::scores).
    pub fn classify_logits(&self, count: usize) -> Result<Vec<Class>> {
        let mut scores = self.scores(0)?;
        let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        scores.iter_mut().for_each(|score| *score = (*score - highest).exp());
        let sum: f32 = scores.iter().sum();
        scores.iter_mut().for_each(|score| *score /= sum);
        Ok(self.rank(scores, count))
    }

    fn rank(&self, scores: Vec<f32>, count: usize) -> Vec<Class> {
        // What is no number comes last, equal ones in the model's order.
        let order = |score: f32| if score.is_nan() { f32::NEG_INFINITY } else { score };
        let mut ranked: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
        ranked.sort_by(|(_, one), (_, other)| order(*other).total_cmp(&order(*one)));
        let to_class = |(index, probability): (usize, f32)| {
            let label = self.model.labels().get(index).cloned().unwrap_or_else(|| index.to_string());
            Class { index, label, probability }
        };
        ranked.into_iter().take(count).map(to_class).collect()
    }

    fn read(&self, slot: Slot<'_>) -> Result<(Option<TensorType>, Vec<u8>)> {
        let (index, info) = slot.find("output", self.model.known_outputs())?;
        let fixed = info.and_then(|info| info.byte_length());
        let mut buffer = vec![0; fixed.unwrap_or(4096)];
        loop {
            match sys::get_output(self.context, index, &mut buffer) {
                Ok(written) => {
                    buffer.truncate(written);
                    return Ok((info.and_then(|info| info.element), buffer));
                }
                // WASI-NN does not say how much it takes.
                Err(Errno::TooLarge) if buffer.len() < MAX_OUTPUT_BYTES => {
                    buffer.resize((buffer.len() * 2).max(4096), 0)
                }
                Err(errno) => {
                    return Err(Error::failure(format!("the model's output {index} cannot be read")).caused_by(errno));
                }
            }
        }
    }
}

impl Drop for Outputs<'_> {
    fn drop(&mut self) {
        self.model.take_back(self.context);
    }
}
