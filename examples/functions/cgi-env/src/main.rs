//! A CGI program: prints its headers, an empty line, and what it was given as JSON.
//!
//! `?status=404` and `?location=/elsewhere` show how a program sets the status and redirects.

use std::io::{Read, stdin};

fn main() -> std::io::Result<()> {
    let mut body = Vec::new();
    stdin().read_to_end(&mut body)?;
    let args: Vec<String> = std::env::args().collect();
    for argument in &args[1..] {
        match argument.split_once('=') {
            Some(("status", status)) => println!("Status: {status}"),
            Some(("location", location)) => println!("Location: {location}"),
            _ => {}
        }
    }
    println!("Content-Type: application/json\n");
    println!("{{");
    println!("  \"args\": [{}],", args.iter().map(|a| quote(a)).collect::<Vec<_>>().join(", "));
    println!("  \"bodyBytes\": {},", body.len());
    let mut variables: Vec<(String, String)> = std::env::vars().collect();
    variables.sort();
    let lines: Vec<String> = variables.iter().map(|(k, v)| format!("    {}: {}", quote(k), quote(v))).collect();
    println!("  \"env\": {{\n{}\n  }}", lines.join(",\n"));
    println!("}}");
    Ok(())
}

/// `text` as a JSON string.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if (c as u32) < 0x20 => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
