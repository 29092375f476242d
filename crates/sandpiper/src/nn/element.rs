use std::fmt;

/// The type of a tensor's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "describe", derive(serde::Deserialize), serde(rename_all = "lowercase"))]
#[allow(missing_docs, reason = "the names say it")]
pub enum TensorType {
    F16,
    F32,
    F64,
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    Bool,
}

impl TensorType {
    /// Bytes one element takes.
    pub fn size(self) -> usize {
        match self {
            Self::U8 | Self::I8 | Self::Bool => 1,
            Self::F16 | Self::U16 | Self::I16 => 2,
            Self::F32 | Self::U32 | Self::I32 => 4,
            Self::F64 | Self::U64 | Self::I64 => 8,
        }
    }

    /// Its number among WASI-NN's `tensor_type`, which has six. Another type goes by one of its size: only the bytes
    /// count, and the host knows what the model takes.
    pub(super) fn to_wasi(self) -> u8 {
        match self {
            Self::F16 | Self::U16 | Self::I16 => 0,
            Self::F32 => 1,
            Self::F64 => 2,
            Self::U8 | Self::I8 | Self::Bool => 3,
            Self::I32 | Self::U32 => 4,
            Self::I64 | Self::U64 => 5,
        }
    }
}

impl fmt::Display for TensorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::F16 => "f16",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::Bool => "bool",
        })
    }
}

/// A number that tensors are made of: `f32`, `f64` and the integers of 8 to 64 bits.
pub trait Element: Copy + private::Sealed + 'static {
    /// Its type.
    const TYPE: TensorType;

    #[doc(hidden)]
    fn from_le(bytes: &[u8]) -> Self;
}

pub(super) mod private {
    /// A number in which every bit counts, so that it is its bytes.
    pub trait Sealed {}
}

macro_rules! elements {
    ($($rust:ty = $type:ident),*) => {$(
        impl private::Sealed for $rust {}
        impl Element for $rust {
            const TYPE: TensorType = TensorType::$type;

            fn from_le(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("as many bytes as it takes"))
            }
        }
    )*};
}

elements!(f32 = F32, f64 = F64, u8 = U8, u16 = U16, u32 = U32, u64 = U64, i8 = I8, i16 = I16, i32 = I32, i64 = I64);

/// Elements of what a host wrote: little-endian, as all of WebAssembly is.
pub(super) fn to_elements<T: Element>(bytes: &[u8]) -> Vec<T> {
    bytes.chunks_exact(T::TYPE.size()).map(T::from_le).collect()
}
