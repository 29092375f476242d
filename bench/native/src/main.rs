//! The image function as native code: `native INPUT ROUNDS` prints the microseconds of each call, one a line.

use std::time::Instant;

use image_grayscale::{Options, process};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let input = std::fs::read(&arguments[1]).expect("the input can be read");
    let rounds: usize = arguments[2].parse().expect("a number of rounds");
    let options = Options::parse([]).expect("the defaults are valid");
    for _ in 0..rounds {
        let started = Instant::now();
        let output = process(&input, &options).expect("the picture is whole");
        println!("{:.1}", started.elapsed().as_secs_f64() * 1e6);
        assert!(!output.is_empty());
    }
}
