//! Birds over WASI-NN as it was: plain calls, and the types numbered F16, F32, U8, I32.

use bird_labels::{CLASSES, SIDE, model_path, print_labels, read_input, to_pixels};

fn main() {
    let model = std::fs::read(model_path()).expect("the model can be read");
    let pixels = to_pixels(&read_input());
    let mut shares = vec![0; CLASSES];
    let written = unsafe {
        let graph = wasi_nn::load(
            &[&model],
            wasi_nn::GRAPH_ENCODING_TENSORFLOWLITE,
            wasi_nn::EXECUTION_TARGET_CPU,
        )
        .expect("the model loads");
        let context = wasi_nn::init_execution_context(graph).expect("a context");
        let tensor = wasi_nn::Tensor {
            dimensions: &[1, SIDE, SIDE, 3],
            type_: wasi_nn::TENSOR_TYPE_U8,
            data: &pixels,
        };
        wasi_nn::set_input(context, 0, tensor).expect("the input fits");
        wasi_nn::compute(context).expect("the model runs");
        wasi_nn::get_output(context, 0, shares.as_mut_ptr(), shares.len() as u32)
            .expect("the output fits")
    };
    assert_eq!(written as usize, CLASSES);
    print_labels(&shares);
}
