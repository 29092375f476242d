//! One run of a model of quantized pictures over WASI-NN: 1x224x224x3 bytes on standard input, the best class on standard output.
//! Nothing but the inference, so that it can be measured against the same run without WebAssembly.

use std::io::Read;

#[repr(C)]
struct Slice {
    at: *const u8,
    length: usize,
}

#[repr(C)]
struct Tensor {
    dimensions: *const u32,
    rank: usize,
    kind: u8,
    data: Slice,
}

#[link(wasm_import_module = "wasi_ephemeral_nn")]
unsafe extern "C" {
    #[cfg(feature = "embedded")]
    fn load(parts: *const Slice, count: usize, encoding: u32, target: u32, graph: *mut u32) -> u32;
    #[cfg(not(feature = "embedded"))]
    fn load_by_name(name: *const u8, length: usize, graph: *mut u32) -> u32;
    fn init_execution_context(graph: u32, context: *mut u32) -> u32;
    fn set_input(context: u32, index: u32, tensor: *const Tensor) -> u32;
    fn compute(context: u32) -> u32;
    fn get_output(context: u32, index: u32, at: *mut u8, most: usize, written: *mut u32) -> u32;
}

const U8: u8 = 3;
const DIMENSIONS: [u32; 4] = [1, 224, 224, 3];

#[cfg(feature = "embedded")]
unsafe fn open(graph: &mut u32) -> u32 {
    const MODEL: &[u8] = include_bytes!("model.tflite");
    const TENSORFLOW_LITE: u32 = 4;
    const CPU: u32 = 0;
    let part = Slice { at: MODEL.as_ptr(), length: MODEL.len() };
    unsafe { load(&part, 1, TENSORFLOW_LITE, CPU, graph) }
}

#[cfg(not(feature = "embedded"))]
unsafe fn open(graph: &mut u32) -> u32 {
    const NAME: &str = "model";
    unsafe { load_by_name(NAME.as_ptr(), NAME.len(), graph) }
}

fn main() {
    let mut pixels = Vec::with_capacity(224 * 224 * 3);
    std::io::stdin().read_to_end(&mut pixels).expect("the input can be read");
    let mut scores = vec![0u8; 4096];
    let mut written = 0;
    let [mut graph, mut context] = [0, 0];
    let data = Slice { at: pixels.as_ptr(), length: pixels.len() };
    let tensor = Tensor { dimensions: DIMENSIONS.as_ptr(), rank: DIMENSIONS.len(), kind: U8, data };
    unsafe {
        assert_eq!(open(&mut graph), 0, "open");
        assert_eq!(init_execution_context(graph, &mut context), 0, "init_execution_context");
        assert_eq!(set_input(context, 0, &tensor), 0, "set_input");
        assert_eq!(compute(context), 0, "compute");
        assert_eq!(get_output(context, 0, scores.as_mut_ptr(), scores.len(), &mut written), 0, "get_output");
    }
    let best = scores[..written as usize].iter().enumerate().max_by_key(|(_, score)| **score);
    println!("{best:?}");
}
