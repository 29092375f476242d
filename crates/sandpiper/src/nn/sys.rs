//! The calls of the host, and the only unsafe code: WASI-NN (`wasi_ephemeral_nn`, as its `witx` has it) and Sandpiper's
//! `sandpiper_nn`. Everything here takes and gives what Rust can check.

use super::element::Element;

/// The bytes of numbers, in place.
pub(super) fn to_bytes<T: Element>(elements: &[T]) -> &[u8] {
    // SAFETY: `Element` is sealed to integers and floats, which have neither padding nor forbidden values; the slice is as
    // long as the elements and lives as long as they do.
    unsafe { std::slice::from_raw_parts(elements.as_ptr().cast(), size_of_val(elements)) }
}

#[cfg(target_family = "wasm")]
pub(super) use host::*;

#[cfg(all(not(target_family = "wasm"), test))]
pub(super) use super::fake::*;

#[cfg(all(not(target_family = "wasm"), not(test)))]
pub(super) use nowhere::*;

#[cfg(target_family = "wasm")]
mod host {
    use crate::nn::errno::Errno;

    /// `execution_target`: the processor. Hosts that have something better take it by themselves.
    const CPU: u32 = 0;

    /// `graph_builder`.
    #[repr(C)]
    struct Bytes {
        pointer: *const u8,
        length: u32,
    }

    /// `tensor`.
    #[repr(C)]
    struct Tensor {
        dimensions: *const u32,
        dimensions_length: u32,
        type_number: u8,
        data: *const u8,
        data_length: u32,
    }

    #[link(wasm_import_module = "wasi_ephemeral_nn")]
    unsafe extern "C" {
        #[link_name = "load"]
        fn nn_load(builders: *const Bytes, builders_length: u32, encoding: u32, target: u32, graph: *mut u32) -> u32;
        #[link_name = "load_by_name"]
        fn nn_load_by_name(name: *const u8, name_length: u32, graph: *mut u32) -> u32;
        #[link_name = "init_execution_context"]
        fn nn_init_execution_context(graph: u32, context: *mut u32) -> u32;
        #[link_name = "set_input"]
        fn nn_set_input(context: u32, index: u32, tensor: *const Tensor) -> u32;
        #[link_name = "compute"]
        fn nn_compute(context: u32) -> u32;
        #[link_name = "get_output"]
        fn nn_get_output(context: u32, index: u32, buffer: *mut u8, buffer_length: u32, written: *mut u32) -> u32;
    }

    #[cfg(feature = "describe")]
    #[link(wasm_import_module = "sandpiper_nn")]
    unsafe extern "C" {
        #[link_name = "describe_graph"]
        fn nn_describe_graph(graph: u32, buffer: *mut u8, buffer_length: u32, written: *mut u32) -> u32;
        #[link_name = "list_models"]
        fn nn_list_models(buffer: *mut u8, buffer_length: u32, written: *mut u32) -> u32;
    }

    pub(crate) fn load(bytes: &[u8], encoding: u32) -> Result<u32, Errno> {
        let builder = Bytes { pointer: bytes.as_ptr(), length: bytes.len() as u32 };
        let mut graph = 0;
        // SAFETY: the host reads one builder and the bytes it names, and writes one number; all of them live until it
        // is back.
        Errno::check(unsafe { nn_load(&builder, 1, encoding, CPU, &mut graph) })?;
        Ok(graph)
    }

    pub(crate) fn load_by_name(name: &str) -> Result<u32, Errno> {
        let mut graph = 0;
        // SAFETY: the host reads the name and writes one number; both live until it is back.
        Errno::check(unsafe { nn_load_by_name(name.as_ptr(), name.len() as u32, &mut graph) })?;
        Ok(graph)
    }

    pub(crate) fn init_execution_context(graph: u32) -> Result<u32, Errno> {
        let mut context = 0;
        // SAFETY: the host writes one number, which lives until it is back.
        Errno::check(unsafe { nn_init_execution_context(graph, &mut context) })?;
        Ok(context)
    }

    pub(crate) fn set_input(
        context: u32,
        index: u32,
        type_number: u8,
        dimensions: &[u32],
        data: &[u8],
    ) -> Result<(), Errno> {
        let tensor = Tensor {
            dimensions: dimensions.as_ptr(),
            dimensions_length: dimensions.len() as u32,
            type_number,
            data: data.as_ptr(),
            data_length: data.len() as u32,
        };
        // SAFETY: the host reads the tensor and the two slices it names; all of them live until it is back.
        Errno::check(unsafe { nn_set_input(context, index, &tensor) })
    }

    pub(crate) fn compute(context: u32) -> Result<(), Errno> {
        // SAFETY: it takes no pointers.
        Errno::check(unsafe { nn_compute(context) })
    }

    /// Answers how many bytes it wrote, or with `TooLarge`.
    pub(crate) fn get_output(context: u32, index: u32, buffer: &mut [u8]) -> Result<usize, Errno> {
        let mut written = 0;
        // SAFETY: the host writes at most as many bytes as it is told, and one number; both live until it is back.
        Errno::check(unsafe { nn_get_output(context, index, buffer.as_mut_ptr(), buffer.len() as u32, &mut written) })?;
        Ok(written as usize)
    }

    /// What the host says of a graph: UTF-8 JSON.
    #[cfg(feature = "describe")]
    pub(crate) fn describe_graph(graph: u32) -> Result<Vec<u8>, Errno> {
        read_whole(|buffer, written| {
            // SAFETY: the host writes at most as many bytes as it is told, and one number; both live until it is back.
            unsafe { nn_describe_graph(graph, buffer.as_mut_ptr(), buffer.len() as u32, written) }
        })
    }

    /// The names that `load_by_name` finds: UTF-8 JSON.
    #[cfg(feature = "describe")]
    pub(crate) fn list_models() -> Result<Vec<u8>, Errno> {
        read_whole(|buffer, written| {
            // SAFETY: the host writes at most as many bytes as it is told, and one number; both live until it is back.
            unsafe { nn_list_models(buffer.as_mut_ptr(), buffer.len() as u32, written) }
        })
    }

    /// What a call writes that says how much it takes when that is more than the buffer has.
    #[cfg(feature = "describe")]
    fn read_whole(mut call: impl FnMut(&mut [u8], &mut u32) -> u32) -> Result<Vec<u8>, Errno> {
        let mut buffer = vec![0; 1024];
        loop {
            let mut written = 0;
            match Errno::check(call(&mut buffer, &mut written)) {
                Err(Errno::TooLarge) if written as usize > buffer.len() => buffer.resize(written as usize, 0),
                Err(errno) => return Err(errno),
                Ok(()) => {
                    buffer.truncate(written as usize);
                    return Ok(buffer);
                }
            }
        }
    }
}

/// Where there is no host: everything is refused.
#[cfg(all(not(target_family = "wasm"), not(test)))]
mod nowhere {
    use crate::nn::errno::Errno;

    const REFUSED: Errno = Errno::UnsupportedOperation;

    pub(crate) fn load(_: &[u8], _: u32) -> Result<u32, Errno> {
        Err(REFUSED)
    }

    pub(crate) fn load_by_name(_: &str) -> Result<u32, Errno> {
        Err(REFUSED)
    }

    pub(crate) fn init_execution_context(_: u32) -> Result<u32, Errno> {
        Err(REFUSED)
    }

    pub(crate) fn set_input(_: u32, _: u32, _: u8, _: &[u32], _: &[u8]) -> Result<(), Errno> {
        Err(REFUSED)
    }

    pub(crate) fn compute(_: u32) -> Result<(), Errno> {
        Err(REFUSED)
    }

    pub(crate) fn get_output(_: u32, _: u32, _: &mut [u8]) -> Result<usize, Errno> {
        Err(REFUSED)
    }

    #[cfg(feature = "describe")]
    pub(crate) fn describe_graph(_: u32) -> Result<Vec<u8>, Errno> {
        Err(REFUSED)
    }

    #[cfg(feature = "describe")]
    pub(crate) fn list_models() -> Result<Vec<u8>, Errno> {
        Err(REFUSED)
    }
}
