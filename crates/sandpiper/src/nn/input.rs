use std::borrow::Cow;

#[cfg(feature = "image")]
use super::Image;
use super::element::{Element, TensorType};
use super::info::{TensorInfo, count};
use super::sys;
use crate::{Error, Result};

/// Names an input or an output: by its number, in the model's order, or by its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slot<'a> {
    /// The first is 0.
    Index(usize),
    /// As the model has it; it takes a model that is described.
    Name(&'a str),
}

impl From<usize> for Slot<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl<'a> From<&'a str> for Slot<'a> {
    fn from(name: &'a str) -> Self {
        Self::Name(name)
    }
}

impl Slot<'_> {
    /// Its number, and what is known of it.
    pub(super) fn find<'i>(
        &self,
        what: &str,
        infos: Option<&'i [TensorInfo]>,
    ) -> Result<(u32, Option<&'i TensorInfo>)> {
        let index = match *self {
            Self::Index(index) => Some(index),
            Self::Name(name) => infos.and_then(|infos| infos.iter().position(|info| info.name == name)),
        };
        let missing = || {
            let names = infos.map(|infos| infos.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
            let named = match self {
                Self::Index(index) => index.to_string(),
                Self::Name(name) => format!("{name:?}"),
            };
            let known = names.unwrap_or_else(|| format!("nobody knows which; name {what}s by their numbers"));
            Error::failure(format!("the model has no {what} {named}; it has {known}"))
        };
        let index = index.ok_or_else(missing)?;
        let info = infos.map(|infos| infos.get(index).ok_or_else(missing)).transpose()?;
        Ok((u32::try_from(index).map_err(|_| missing())?, info))
    }
}

/// One input of a run.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    slot: Option<Slot<'a>>,
    shape: Option<Vec<u32>>,
    content: Content<'a>,
}

#[derive(Clone, Debug)]
enum Content<'a> {
    Tensor {
        element: TensorType,
        data: &'a [u8],
    },
    #[cfg(feature = "image")]
    Image(&'a Image),
}

impl<'a> Input<'a> {
    fn new(content: Content<'a>) -> Self {
        Self { slot: None, shape: None, content }
    }

    /// Numbers in row-major order. Their shape is the model's, unless [`shaped`](Self::shaped) gives another.
    pub fn tensor<T: Element>(elements: &'a [T]) -> Self {
        Self::bytes(T::TYPE, sys::to_bytes(elements))
    }

    /// Elements of any type by their bytes: row-major, little-endian, with no gaps.
    pub fn bytes(element: TensorType, data: &'a [u8]) -> Self {
        Self::new(Content::Tensor { element, data })
    }

    /// A picture, made into what the model takes: its size, its type, colour or grey.
    #[cfg(feature = "image")]
    #[cfg_attr(docsrs, doc(cfg(feature = "image")))]
    pub fn image(image: &'a Image) -> Self {
        Self::new(Content::Image(image))
    }

    /// The same input with these sizes, outermost first.
    #[must_use]
    pub fn shaped(self, shape: &[u32]) -> Self {
        Self { shape: Some(shape.to_vec()), ..self }
    }

    /// The same input for a certain input of the model. Without it the place in the list says which.
    #[must_use]
    pub fn named(self, slot: impl Into<Slot<'a>>) -> Self {
        Self { slot: Some(slot.into()), ..self }
    }

    /// Finds where it goes, checks it against what is known of that, and hands it over.
    pub(super) fn set(&self, context: u32, place: usize, infos: Option<&[TensorInfo]>) -> Result<()> {
        let (index, info) = self.slot.unwrap_or(Slot::Index(place)).find("input", infos)?;
        let prepared = self.prepare(info)?;
        sys::set_input(context, index, prepared.element.to_wasi(), &prepared.shape, &prepared.data).map_err(|errno| {
            let name = info.map_or_else(|| index.to_string(), ToString::to_string);
            let sizes: Vec<String> = prepared.shape.iter().map(u32::to_string).collect();
            let given = format!("{}[{}]", prepared.element, sizes.join(","));
            Error::failure(format!("the model's input {name} does not take {given}")).caused_by(errno)
        })
    }

    fn prepare(&self, info: Option<&TensorInfo>) -> Result<Prepared<'_>> {
        match &self.content {
            Content::Tensor { element, data } => self.prepare_tensor(*element, data, info),
            #[cfg(feature = "image")]
            Content::Image(image) => {
                let element = info.and_then(|info| info.element);
                let open = info.and_then(|info| info.dimensions.clone());
                let dimensions =
                    self.shape.as_deref().map(|shape| shape.iter().map(|&size| i64::from(size)).collect()).or(open);
                let Some(dimensions) = dimensions else {
                    return Err(Error::failure("nobody knows what size the model takes a picture in: give it a shape"));
                };
                let (shape, data) = image.to_tensor(&dimensions, element.unwrap_or(TensorType::U8))?;
                Ok(Prepared { element: element.unwrap_or(TensorType::U8), shape: shape.into(), data: data.into() })
            }
        }
    }

    fn prepare_tensor<'s>(
        &'s self,
        element: TensorType,
        data: &'s [u8],
        info: Option<&TensorInfo>,
    ) -> Result<Prepared<'s>> {
        let elements = data.len() / element.size();
        if let Some((info, wanted)) = info.and_then(|info| Some((info, info.element?))) {
            if wanted != element {
                return Err(Error::failure(format!("the model's input {info} does not take {element}")));
            }
        }
        let shape = match (&self.shape, info) {
            (Some(shape), _) => Cow::Borrowed(shape.as_slice()),
            (None, Some(info)) => info.shape_for(elements)?.into(),
            (None, None) => return Err(Error::failure("nobody knows the shape of the model's input: give it one")),
        };
        if count(&shape).and_then(|elements| elements.checked_mul(element.size())) != Some(data.len()) {
            return Err(Error::failure(format!("{} bytes of {element} are no tensor of {shape:?}", data.len())));
        }
        Ok(Prepared { element, shape, data: data.into() })
    }
}

/// A tensor as the host takes it.
struct Prepared<'a> {
    element: TensorType,
    shape: Cow<'a, [u32]>,
    data: Cow<'a, [u8]>,
}
