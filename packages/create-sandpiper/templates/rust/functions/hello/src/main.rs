//! The smallest function there is: reads its body and greets it.

use std::io::{Read, Write, stdin, stdout};

fn main() -> std::io::Result<()> {
    let mut name = Vec::new();
    stdin().read_to_end(&mut name)?;
    let name = name.trim_ascii();
    let mut greeting = b"Hello, ".to_vec();
    greeting.extend_from_slice(if name.is_empty() { b"world" } else { name });
    greeting.extend_from_slice(b"!\n");
    stdout().write_all(&greeting)
}
