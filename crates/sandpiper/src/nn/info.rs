use std::fmt;

use super::element::TensorType;
use crate::{Error, Result};

/// What a model says of one of its inputs or outputs.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "describe", derive(serde::Deserialize))]
pub struct TensorInfo {
    /// Perhaps empty.
    pub name: String,
    /// `None` where the model leaves it open.
    #[cfg_attr(feature = "describe", serde(rename = "type"))]
    pub element: Option<TensorType>,
    /// Outermost first; -1 where a size is open, `None` where even their number is.
    pub dimensions: Option<Vec<i64>>,
}

impl TensorInfo {
    /// One of your own, for hosts that describe no models.
    pub fn new(name: impl Into<String>, element: TensorType, dimensions: &[i64]) -> Self {
        Self { name: name.into(), element: Some(element), dimensions: Some(dimensions.to_vec()) }
    }

    /// Bytes a tensor of it takes, where that is fixed.
    pub(super) fn byte_length(&self) -> Option<usize> {
        let sizes = self.dimensions.as_ref()?.iter().map(|&size| usize::try_from(size).ok());
        sizes.chain([Some(self.element?.size())]).try_fold(1, |product: usize, size| product.checked_mul(size?))
    }

    /// The sizes of a tensor of `elements` elements: the model's own, of which one may be open.
    pub(super) fn shape_for(&self, elements: usize) -> Result<Vec<u32>> {
        let refuse = || Error::failure(format!("the input {self} cannot take {elements} elements: give them a shape"));
        let dimensions = self.dimensions.as_ref().ok_or_else(refuse)?;
        let known: Vec<u32> = dimensions.iter().filter_map(|&size| u32::try_from(size).ok()).collect();
        let open = count(&known).and_then(|fixed| elements.checked_div(fixed)).unwrap_or(0);
        let shape: Vec<u32> = dimensions.iter().map(|&size| u32::try_from(size).unwrap_or(open as u32)).collect();
        if dimensions.len() - known.len() > 1 || count(&shape) != Some(elements) {
            return Err(refuse());
        }
        Ok(shape)
    }
}

/// Elements of a tensor of these sizes, or `None` when no memory holds so many.
pub(super) fn count(shape: &[u32]) -> Option<usize> {
    shape.iter().try_fold(1, |product: usize, &size| product.checked_mul(size as usize))
}

/// As `"image" u8[1,224,224,3]`, with `?` where it is open.
impl fmt::Display for TensorInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ", self.name)?;
        match self.element {
            Some(element) => write!(f, "{element}")?,
            None => f.write_str("?")?,
        }
        let sizes = self.dimensions.as_ref().map(|dimensions| {
            let sizes = dimensions.iter().map(|size| if *size < 0 { "?".to_string() } else { size.to_string() });
            sizes.collect::<Vec<_>>().join(",")
        });
        write!(f, "[{}]", sizes.as_deref().unwrap_or("..."))
    }
}

/// What is known of a model.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "describe", derive(serde::Deserialize))]
pub(super) struct Description {
    pub(super) inputs: Vec<TensorInfo>,
    pub(super) outputs: Vec<TensorInfo>,
    #[cfg_attr(feature = "describe", serde(default))]
    pub(super) labels: Option<Vec<String>>,
}

/// Asks the host for it. `None` where the host describes no models.
#[cfg(feature = "describe")]
pub(super) fn describe(graph: u32) -> Result<Option<Description>> {
    use super::errno::Errno;
    use crate::OrError;

    match super::sys::describe_graph(graph) {
        Ok(json) => serde_json::from_slice(&json).or_failure("the host's description of the model is not understood"),
        Err(Errno::UnsupportedOperation) => Ok(None),
        Err(errno) => Err(Error::failure("the host could not describe the model").caused_by(errno)),
    }
}

#[cfg(not(feature = "describe"))]
pub(super) fn describe(_graph: u32) -> Result<Option<Description>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(dimensions: &[i64]) -> TensorInfo {
        TensorInfo::new("in", TensorType::F32, dimensions)
    }

    #[test]
    fn one_open_size_follows_from_the_elements() {
        assert_eq!(info(&[1, 2, 3]).shape_for(6).unwrap(), [1, 2, 3]);
        assert_eq!(info(&[-1, 3]).shape_for(6).unwrap(), [2, 3]);
        assert_eq!(info(&[]).shape_for(1).unwrap(), [] as [u32; 0]);
        for (dimensions, elements) in [(&[1, 2][..], 3), (&[-1, 3], 7), (&[-1, -1], 4), (&[0, -1], 4), (&[], 2)] {
            assert!(info(dimensions).shape_for(elements).is_err(), "{dimensions:?} {elements}");
        }
    }

    #[test]
    fn it_shows_as_the_host_does() {
        assert_eq!(info(&[1, -1]).to_string(), "\"in\" f32[1,?]");
        assert_eq!((info(&[1, -1]).byte_length(), info(&[2, 3]).byte_length()), (None, Some(24)));
        let open = TensorInfo { name: String::new(), element: None, dimensions: None };
        assert_eq!(open.to_string(), "\"\" ?[...]");
    }
}
