//! Host calls of inference one after the other, with any numbers as arguments, so that each can be called in every wrong way. Each argument
//! of the program is a step; it prints a line for each host call, with what that answered.
//!
//! - `file NAME PATH [MORE]`: the bytes of a file, and MORE zeros behind them
//! - `input NAME`: the bytes of standard input
//! - `text NAME WORD`, `room NAME LENGTH` (zeros), `words NAME VALUE...` (u32 each): other bytes
//! - `show NAME`: prints them
//! - `times N STEPS ANSWER`: does the next STEPS steps N times and prints nothing; a call that answers otherwise ends the program with 1
//! - `round NAME AT`: writes the number of the round of `times` (u32) into the bytes
//! - anything else is a host call: `wasi.load VALUE...`
//!
//! A VALUE is a number, `&NAME` (a pointer to the bytes), `#NAME` (their length) or `*NAME` (the u32 they begin with).

mod host;

use std::collections::HashMap;
use std::io::Read;

#[derive(Default)]
struct Script {
    bytes: HashMap<String, Vec<u8>>,
    round: u32,
}

fn main() {
    let steps: Vec<String> = std::env::args().skip(1).collect();
    let steps: Vec<Vec<&str>> = steps.iter().map(|step| step.split(' ').collect()).collect();
    let mut script = Script::default();
    let mut next = 0;
    while let Some(step) = steps.get(next) {
        next += 1;
        if let ["times", rounds, count, expected] = step[..] {
            let expected: i32 = to_number(expected);
            let body = &steps[next..next + to_number::<usize>(count)];
            for round in 0..to_number(rounds) {
                script.round = round;
                for step in body {
                    if let Some(answer) = script.act(step).filter(|answer| *answer != expected) {
                        println!("{answer}");
                        eprintln!("{} answered {answer} in round {round}", step[0]);
                        std::process::exit(1);
                    }
                }
            }
            next += body.len();
        } else if let Some(answer) = script.act(step) {
            println!("{answer}");
        }
    }
}

impl Script {
    /// What a host call answered; nothing for the other steps.
    fn act(&mut self, step: &[&str]) -> Option<i32> {
        match *step {
            ["file", name, path] => self.keep(name, std::fs::read(path).expect("a file")),
            ["file", name, path, more] => {
                let mut bytes = std::fs::read(path).expect("a file");
                bytes.resize(bytes.len() + to_number::<usize>(more), 0);
                self.keep(name, bytes);
            }
            ["input", name] => {
                let mut bytes = Vec::new();
                std::io::stdin().read_to_end(&mut bytes).expect("an input");
                self.keep(name, bytes);
            }
            ["text", name, word] => self.keep(name, word.into()),
            ["room", name, length] => self.keep(name, vec![0; to_number(length)]),
            ["words", name, ref values @ ..] => {
                let words = values.iter().map(|value| self.value(value).to_le_bytes());
                let bytes = words.flatten().collect();
                self.keep(name, bytes);
            }
            ["show", name] => {
                let bytes: Vec<String> = self.bytes[name].iter().map(u8::to_string).collect();
                println!("{}", bytes.join(" "));
            }
            ["round", name, at] => {
                let at = to_number::<usize>(at);
                let bytes = self.bytes.get_mut(name).expect("bytes");
                bytes[at..at + 4].copy_from_slice(&self.round.to_le_bytes());
            }
            [call, ref values @ ..] => {
                let values: Vec<i32> = values.iter().map(|value| self.value(value)).collect();
                return Some(host::call(call, &values));
            }
            [] => unreachable!("a step has a first word"),
        }
        None
    }

    fn keep(&mut self, name: &str, bytes: Vec<u8>) {
        self.bytes.insert(name.to_owned(), bytes);
    }

    fn value(&self, text: &str) -> i32 {
        let named = |name: &str| self.bytes.get(name).expect("bytes of that name");
        match text.split_at(1) {
            ("&", name) => named(name).as_ptr() as i32,
            ("#", name) => named(name).len() as i32,
            ("*", name) => i32::from_le_bytes(named(name)[..4].try_into().expect("four bytes")),
            // A u32 as it stands, or an i32.
            _ => to_number::<i64>(text) as i32,
        }
    }
}

fn to_number<T: std::str::FromStr>(text: &str) -> T {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no number"))
}
